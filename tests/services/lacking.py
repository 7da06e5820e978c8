"""What tests need and this machine does not have, programs from npm included. Standard library alone."""

from tests.services import machine, npm, telemelya


def lacking() -> dict[machine.Part, str]:
    """The parts that cannot be used, each with one line that says what to do."""
    found = {part: part.advice for part in machine.missing()}
    if machine.NODE not in found and not npm.program().exists():
        found[machine.NODE] = (
            f"aimock: {machine.NODE.serves} left out, npm has not installed it; "
            "`python -m tests.services.prepare` does, with the network at hand"
        )
    if machine.NODE.find() is None or not npm.prism_program().exists():
        found[machine.PRISM] = (
            f"Prism: {machine.PRISM.serves} left out, npm has not installed it; "
            "`python -m tests.services.prepare` does, with Node and the network at hand"
        )
    if not telemelya.program().exists():
        found[machine.TELEMELYA] = (
            f"telemelya: {machine.TELEMELYA.serves} left out, it is not installed; "
            "`python -m tests.services.prepare` does, with the network at hand"
        )
    return found
