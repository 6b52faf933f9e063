"""What is kept by identity: never more than it says, what is asked for often stays, an identity is never another's."""

from pizarra.recent import Recent


def test_what_nobody_asks_for_is_forgotten_and_what_is_asked_for_stays():
    recent: Recent[str] = Recent(3)
    things = [object() for _ in range(12)]
    often = things[0]
    recent.keep(id(often), often, "often")
    for number, thing in enumerate(things[1:]):
        recent.keep(id(thing), thing, str(number))
        assert recent.find(id(often)) == "often"
    found = [recent.find(id(thing)) for thing in things]
    assert found.count(None) >= len(things) - 6
    assert found[-1] == "10"


def test_what_something_was_made_of_lives_as_long_as_it():
    recent: Recent[int] = Recent(100)
    for number in range(
        50
    ):  # without the object beside it, each new list would get the address of the one before
        fresh = [number]
        assert recent.find(id(fresh)) is None
        recent.keep(id(fresh), fresh, number)
