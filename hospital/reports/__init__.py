"""Reports: what examinations showed, from registered to final, reviewed by a doctor and then shown to the patient.

`registering` begins and ends them, `writing` says what is in them and makes it final, `results` judges values,
`sealing` keeps what was final, `records` reads them behind the gate, `reviewing` is the doctors' list and the release,
`critical` is for dangerous values, `rules` has the figures.
"""
