"""Billing: what was charged is drafted, issued, paid, given back, and told in statements.

`charging` adds charges by hand, `drafting` and `issuing` make invoices of them (`records` reads them, `sealing` keeps
them, `sharing` asks who owes what, `series` numbers them). `tills`, `desk` and `insurers` take money, `links` and
`receiving` take it through a provider (`gateway`), `allocating` puts it on invoices, `refunds` and `paying_out` give it
back. `statements` adds it all up, `questions` asks a person, `paper` prints.
"""
