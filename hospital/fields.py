"""What fields of medicine are called, for hospitals whose file names them in one of their languages only."""

from __future__ import annotations

from hospital.usual_names import UsualNames

_NAMES = (
    ("Allergy", "Alergología"),
    ("Anaesthetics", "Anestesiología"),
    ("Cardiology", "Cardiología"),
    ("Dentistry", "Odontología"),
    ("Dermatology", "Dermatología"),
    ("Diabetes", "Diabetes"),
    ("Emergency Medicine", "Urgencias"),
    ("Endocrinology", "Endocrinología"),
    ("Family Medicine", "Medicina de Familia"),
    ("Gastroenterology", "Gastroenterología"),
    ("General Medicine", "Medicina General"),
    ("General Practice", "Medicina General"),
    ("General Surgery", "Cirugía General"),
    ("Geriatrics", "Geriatría"),
    ("Gynaecology", "Ginecología"),
    ("Gynecology", "Ginecología"),
    ("Haematology", "Hematología"),
    ("Hematology", "Hematología"),
    ("Infectious Diseases", "Enfermedades Infecciosas"),
    ("Internal Medicine", "Medicina Interna"),
    ("Nephrology", "Nefrología"),
    ("Neurology", "Neurología"),
    ("Neurosurgery", "Neurocirugía"),
    ("Nutrition", "Nutrición"),
    ("Obstetrics", "Obstetricia"),
    ("Obstetrics and Gynaecology", "Obstetricia y Ginecología"),
    ("Obstetrics and Gynecology", "Obstetricia y Ginecología"),
    ("Oncology", "Oncología"),
    ("Ophthalmology", "Oftalmología"),
    ("Orthopaedics", "Traumatología"),
    ("Orthopedics", "Traumatología"),
    ("ENT", "Otorrinolaringología"),
    ("Ear, Nose and Throat", "Otorrinolaringología"),
    ("Otolaryngology", "Otorrinolaringología"),
    ("Paediatrics", "Pediatría"),
    ("Pediatrics", "Pediatría"),
    ("Physiotherapy", "Fisioterapia"),
    ("Physical Therapy", "Fisioterapia"),
    ("Plastic Surgery", "Cirugía Plástica"),
    ("Podiatry", "Podología"),
    ("Psychiatry", "Psiquiatría"),
    ("Psychology", "Psicología"),
    ("Pulmonology", "Neumología"),
    ("Radiology", "Radiología"),
    ("Respiratory Medicine", "Neumología"),
    ("Rheumatology", "Reumatología"),
    ("Surgery", "Cirugía"),
    ("Urology", "Urología"),
    ("Vascular Surgery", "Cirugía Vascular"),
)
_USUAL = UsualNames(_NAMES)


def known_as(name: str, language: str) -> str:
    """A field's usual name in a language; the name as it is where none is known."""
    return _USUAL.known_as(name, language)
