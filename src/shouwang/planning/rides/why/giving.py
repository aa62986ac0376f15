"""A day in which one thing gives: a ride's window or its longest ride, a car's shift, its driver's limits, its size."""

from dataclasses import replace

from shouwang.planning.rides.model.day import Day, Ride, Stop, Vehicle, Window
from shouwang.planning.rides.model.result import Relaxation

OF_THE_RIDE = ("pick_up_earlier", "pick_up_later", "set_down_earlier", "set_down_later", "max_ride")
OF_THE_CAR = ("shift_earlier", "shift_later", "duration", "driving_more", "capacity")


def relaxed(day: Day, ride_id: str, relaxation: Relaxation) -> Day:
    """`day` once `relaxation` is granted for `ride_id`; one more vehicle is called like its model with a + behind.

    A window that opens earlier is due when it was, one that closes later is due as much later.
    """
    what, by = relaxation.what, relaxation.minutes
    if what in OF_THE_RIDE:
        rides = tuple(_ride(day, ride, what, by) if ride.id == ride_id else ride for ride in day.rides)
        return replace(day, rides=rides)
    if what == "vehicle":
        model = next(vehicle for vehicle in day.vehicles if vehicle.id == relaxation.vehicle)
        return replace(day, vehicles=(*day.vehicles, replace(model, id=f"{model.id}+")))
    cars = [_car(day, car, relaxation) if car.id == relaxation.vehicle else car for car in day.vehicles]
    return replace(day, vehicles=tuple(cars))


def _ride(day: Day, ride: Ride, what: str, by: float) -> Ride:
    if what == "max_ride":
        return replace(ride, max_ride=day.max_ride(ride) + by)
    side, _, way = what.rpartition("_")
    if side == "pick_up":
        return replace(ride, pick_up=_stop(ride.pick_up, way, by))
    return replace(ride, set_down=_stop(ride.set_down, way, by))


def _stop(stop: Stop, way: str, by: float) -> Stop:
    return replace(stop, window=_window(stop.window, way, by))


def _window(window: Window, way: str, by: float) -> Window:
    if way == "earlier":
        return replace(window, earliest=window.earliest - by)
    return replace(window, latest=window.latest + by, due=window.due + by)


def _car(day: Day, car: Vehicle, relaxation: Relaxation) -> Vehicle:
    what, by = relaxation.what, relaxation.minutes
    if what == "duration":
        return replace(car, max_duration=car.max_duration + by)
    if what == "driving_more":
        return replace(car, max_driving=car.max_driving + by)
    if what == "capacity":
        wider = (most + int(by) * (name == relaxation.load) for name, most in zip(day.loads, car.capacity, strict=True))
        return replace(car, capacity=tuple(wider))
    return replace(car, shift=_window(car.shift, what.removeprefix("shift_"), by))
