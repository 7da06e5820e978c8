"""The pharmacy and the stores: what there is where, what is given out, counted, ordered and thrown away.

`products` are what can be had, `lookup` what patients are told of them; `ledger` is the only writer of stock, `stock`
what people do to it, `dispensing` gives out on a prescription, `taking_back` undoes that, `counts` compares the ledger
with the shelves, `purchases` and `receiving` fill them, `alerts` notices what runs low or out of date.
"""
