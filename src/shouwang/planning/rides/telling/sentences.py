"""Sentences of one thing at a time: why a ride is left and what would have to give, and an offer for an urgent ride."""

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from shouwang.planning.rides.model.day import Day, Ride
from shouwang.planning.rides.model.result import Left, Relaxation, What, Why
from shouwang.planning.rides.telling.words import Voice, clock, nearest, number


class Offer(Protocol):
    """What an urgent ride would be given, of `inserting.Offer`: which car and when, and whose times move."""

    @property
    def vehicle(self) -> str: ...
    @property
    def picked_up(self) -> float: ...
    @property
    def set_down(self) -> float: ...
    @property
    def driving(self) -> float: ...
    @property
    def delays(self) -> Sequence[tuple[str, float, What]]: ...


def tell_offer(offer: Offer, *, language: str = "en") -> str:
    """ "car 2, 10:40, there at 11:05; 7 minutes more driving. 6 minutes more for bed 4." """
    voice = Voice(language)
    facts = {"vehicle": offer.vehicle, "at": clock(offer.picked_up), "there": clock(offer.set_down)}
    if nearest(offer.driving) > 0:
        told = [voice.say("offer", extra=voice.minutes(offer.driving), **facts)]
    else:
        told = [voice.say("offer_free", **facts)]
    for ride, minutes, what in offer.delays:
        if nearest(abs(minutes)) > 0:
            key = f"{'later' if minutes > 0 else 'sooner'}_{what}"
            told.append(voice.say(key, ride=ride, minutes=voice.minutes(abs(minutes))))
    if len(told) == 1:
        told.append(voice.say("undisturbed"))
    return voice.together(told)


def tell_left(day: Day, ride: Ride, left: Left, voice: Voice) -> list[str]:
    """Why `ride` is left and who would come along, then what would have to give, the cheapest first."""
    told = [_why(day, ride, left, voice)]
    if ride.companions:
        told.append(voice.say("companions", companions=voice.count(ride.companions, "companion")))
    for index, relaxation in enumerate(left.relaxations):
        told.append(voice.say("or" if index else "first", what=_relaxation(relaxation, voice)))
    if (
        not left.relaxations
        and "short" not in left.facts
        and left.why in (Why.FULL_DAY, Why.APART, Why.SHIFTS, Why.WINDOWS)
    ):
        told.append(voice.say("nothing_helps"))
    return told


def _why(day: Day, ride: Ride, left: Left, voice: Voice) -> str:
    facts = _facts(left.facts, voice)
    places = {
        "pick_up": day.names.get(ride.pick_up.place, str(ride.pick_up.place)),
        "set_down": day.names.get(ride.set_down.place, str(ride.set_down.place)),
    }
    key = str(left.why)
    if left.why is Why.WINDOWS and not math.isfinite(float(left.facts.get("minutes", math.inf))):
        key = "windows_never"
    if left.why is Why.NO_CAR_ABLE and not left.facts.get("needs"):
        key = "no_car"
    if left.why is Why.DEARER and float(left.facts["cost"]) < float(left.facts["worth"]):
        key = "fits" if float(left.facts["cost"]) >= 1 else "fits_free"
    return voice.say(key, ride=left.ride, **places, **facts)


def _facts(facts: Mapping[str, float | str], voice: Voice) -> dict[str, str]:
    told = {}
    for name, value in facts.items():
        if name == "minutes":
            told[name] = voice.enough(float(value)) if math.isfinite(float(value)) else ""
        elif name == "cars":
            told[name] = voice.count(int(value), "car")
        elif name == "load":
            told[name] = voice.load(str(value))
        elif name == "ride":
            told["other"] = str(value)
        else:
            told[name] = value if isinstance(value, str) else number(value)
    return told


def _relaxation(relaxation: Relaxation, voice: Voice) -> str:
    vehicle = relaxation.vehicle or voice.say("some_car")
    if relaxation.what == "capacity":
        load = voice.load(relaxation.load or "")
        return voice.say("capacity", vehicle=vehicle, count=number(relaxation.minutes), load=load)
    return voice.say(relaxation.what, vehicle=vehicle, minutes=voice.enough(relaxation.minutes))
