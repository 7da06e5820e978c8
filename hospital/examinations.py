"""What usual examinations are called, for hospitals whose file names them in one of their languages only."""

from __future__ import annotations

from hospital.usual_names import UsualNames

_NAMES = (
    ("Abdominal ultrasound", "Ecografía abdominal"),
    ("Blood count", "Hemograma"),
    ("Blood test", "Análisis de sangre"),
    ("Bone scan", "Gammagrafía ósea"),
    ("Chest CT", "TAC de tórax"),
    ("Chest X-ray", "Radiografía de tórax"),
    ("Colonoscopy", "Colonoscopia"),
    ("CT of the abdomen", "TAC de abdomen"),
    ("CT of the head", "TAC craneal"),
    ("ECG", "Electrocardiograma"),
    ("Electrocardiogram", "Electrocardiograma"),
    ("Echocardiogram", "Ecocardiograma"),
    ("Fasting glucose", "Glucosa en ayunas"),
    ("Full blood count", "Hemograma completo"),
    ("Gastroscopy", "Gastroscopia"),
    ("Flu vaccination", "Vacuna de la gripe"),
    ("HbA1c", "Hemoglobina glicosilada"),
    ("Hearing test", "Audiometría"),
    ("Kidney function", "Función renal"),
    ("Knee MRI", "Resonancia de rodilla"),
    ("Knee X-ray", "Radiografía de rodilla"),
    ("Lipid panel", "Perfil lipídico"),
    ("Liver function", "Función hepática"),
    ("Mammogram", "Mamografía"),
    ("MRI of the head", "Resonancia craneal"),
    ("MRI of the knee", "Resonancia de rodilla"),
    ("MRI of the spine", "Resonancia de columna"),
    ("Pelvic ultrasound", "Ecografía pélvica"),
    ("Physiotherapy", "Fisioterapia"),
    ("Physiotherapy session", "Sesión de fisioterapia"),
    ("Pregnancy ultrasound", "Ecografía obstétrica"),
    ("Spirometry", "Espirometría"),
    ("Thyroid function", "Función tiroidea"),
    ("Ultrasound of the abdomen", "Ecografía de abdomen"),
    ("Urine test", "Análisis de orina"),
    ("X-ray of an arm or leg", "Radiografía de brazo o pierna"),
)
_USUAL = UsualNames(_NAMES)


def known_as(name: str, language: str) -> str:
    """An examination's usual name in a language; the name as it is where none is known."""
    return _USUAL.known_as(name, language)
