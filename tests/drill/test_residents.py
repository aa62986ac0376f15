"""Banyan Court is as its description says."""

from collections import Counter

from shouwang.drill.residents import ESTATE, HOUSEHOLDS, households


def test_there_are_336_households_behind_351_doors_in_six_buildings_and_four_grids():
    assert len(list(households())) == HOUSEHOLDS == 336
    assert sum(shape.floors * shape.units * shape.doors for shape in ESTATE) == 351
    assert len(ESTATE) == 6
    assert len({shape.grid for shape in ESTATE}) == 4


def test_a_third_of_the_residents_are_old_and_every_kind_of_care_is_needed():
    everybody = [person for household in households() for person in household]
    old = sum(person.age >= 65 for person in everybody)
    facts = Counter(kind for person in everybody for kind, _detail in person.facts)

    assert 0.30 <= old / len(everybody) <= 0.37
    assert {"condition", "medicine", "diet", "pregnant", "wheelchair", "lives_alone", "no_phone"} <= set(facts)
    assert facts["condition"] > 60
    assert facts["pregnant"] >= 3


def test_everybody_is_plainly_invented_and_nobody_is_there_twice():
    everybody = [person for household in households() for person in household]
    numbers = [person.phone for person in everybody if person.phone]

    assert all(number.startswith("1300000") and len(number) == 11 for number in numbers)
    assert len(numbers) == len(set(numbers))
    assert len({person.name for person in everybody}) > 0.9 * len(everybody)


def test_it_is_the_same_community_every_time():
    assert list(households()) == list(households())
