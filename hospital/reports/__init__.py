"""Reports: what examinations showed, from registered to final, reviewed by a doctor and then shown to the patient.

`registering` begins and ends them, `writing` says what is in them and makes it final, `results` judges values,
`sealing` keeps what was final, `reading` is the gate before whoever reads, `reviewing` the doctors' list and the
release, `critical` for dangerous values, `covering` says who looks while a doctor does not; `rules` has the figures.
`announcing` notes that a patient is to be told of one, `handing` hands its files out
in chat, `paper` makes a paper of it, `asking` takes what they ask.
"""
