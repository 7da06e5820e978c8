"""Insurance: who is covered by which policy, who pays what of a charge, and what insurers are asked and answer.

`coverages` reads policies, `recording` and `changing` write them, `from_file` takes over those of the hospital file;
`terms` is what a policy pays, `sharing` works out who owes what, `ledger` keeps what of a year's deductible and limit
is used; `authorisations` are asked for beforehand, `estimates` tell a price before anything is done; `claim_records`
reads claims, `claiming` makes and sends them, `answers` keeps what insurers decide. `settling` is what invoices call.
"""
