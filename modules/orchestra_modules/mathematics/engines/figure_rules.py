"""Plane figures and solids: what can be measured of each, and the equations that hold between the measures.

Measures are letters; words for them are told beside. Angles are in degrees. Draws nothing and measures nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Figure:
    """A figure; `measures` gives for each word the letters it may stand for, `powers` what power of a length each "
    "is."""

    names: tuple[str, ...]
    measures: dict[str, tuple[str, ...]]
    equations: tuple[str, ...]
    powers: dict[str, int]


def _figure(names: str, measures: str, equations: str, powers: str = "") -> Figure:
    """Read the short notation of the table: "length=l width=w ...", "A = l*w; ...", letters that are no lengths."""
    words: dict[str, tuple[str, ...]] = {}
    for entry in measures.split():
        name, letters = entry.split("=")
        for word in name.split("|"):
            words[word.replace("_", " ")] = tuple(letters.split(","))
    found = {"A": 2, "S": 2, "L": 2, "B": 2, "V": 3}
    found |= {entry[0]: int(entry[1:]) for entry in powers.split()}
    return Figure(
        tuple(names.split("|")), words, tuple(part.strip() for part in equations.split(";") if part.strip()), found
    )


_SOLID: Final = "volume|capacity=V surface_area|total_surface_area|surface=S"
_CIRCLE: Final = "radius=r diameter=d"
_POLYGON: Final = (
    "side|sides|side_length|edge|each_side|length_of_a_side|length_of_each_side|length_of_its_side|"
    "length_of_one_side=s "
    "perimeter=P interior_angle|each_interior_angle|internal_angle|measure_of_each_interior_angle|one_interior_angle|"
    "each_angle|measure_of_an_interior_angle|measure_of_one_interior_angle|size_of_each_interior_angle=u "
    "exterior_angle|each_exterior_angle|measure_of_each_exterior_angle|measure_of_an_exterior_angle=e "
    "sum_of_the_interior_angles|sum_of_interior_angles|sum_of_its_interior_angles|sum_of_the_angles|interior_angle_sum|"
    "sum_of_the_measures_of_the_interior_angles=w number_of_diagonals|diagonals=D number_of_sides=n"
)
_ANGLES: Final = "P = n*s; u = 180*(n-2)/n; e = 360/n; w = 180*(n-2); D = n*(n-3)/2"
_KINDS: Final = "u0 e0 w0 D0 n0"
_PLAIN_POLYGON: Final = (
    "sum_of_the_interior_angles|sum_of_interior_angles|sum_of_its_interior_angles|sum_of_the_angles|interior_angle_sum|"
    "sum_of_the_measures_of_the_interior_angles=w number_of_diagonals|diagonals=D number_of_sides|sides=n"
)
_SIDED: Final = {
    "pentagon": 5, "hexagon": 6, "heptagon": 7, "octagon": 8, "nonagon": 9, "decagon": 10, "dodecagon": 12,
    "hendecagon": 11, "icosagon": 20,
}  # fmt: skip

FIGURES: Final[tuple[Figure, ...]] = (
    _figure(
        "square",
        "side|side_length|edge|each_side|length_of_a_side|length_of_each_side|length_of_its_side|length_of_the_side|"
        "length_of_one_side|one_side|sides|edge_length|length_of_its_sides=s area=A perimeter=P "
        "diagonal|diagonals|length_of_its_diagonal|length_of_the_diagonal=d",
        "A = s^2; P = 4*s; d = s*2^(1/2)",
    ),
    _figure(
        "rectangle",
        "length|base|longer_side=l width|breadth|height|shorter_side=w sides|dimensions|adjacent_sides=l,w area=A "
        "perimeter=P "
        "diagonal|length_of_its_diagonal|length_of_the_diagonal|diagonals=d",
        "A = l*w; P = 2*(l+w); d^2 = l^2+w^2",
    ),
    _figure(
        "triangle",
        "base=g height|altitude=h sides|three_sides|side_lengths|sides_of_length=a,b,c two_sides=a,b first_side=a "
        "second_side=b "
        "third_side=c area=A perimeter=P two_angles|two_of_the_angles|angles|two_interior_angles=x,y first_angle=x "
        "second_angle=y third_angle|missing_angle|remaining_angle|other_angle|measure_of_the_third_angle|"
        "size_of_the_third_angle|last_angle=z",
        "A = g*h/2; P = a+b+c; 16*A^2 = (a+b+c)*(b+c-a)*(a+c-b)*(a+b-c); x+y+z = 180",
        "x0 y0 z0",
    ),
    _figure(
        "right triangle|right-angled triangle|right angled triangle",
        "legs|two_legs|two_shorter_sides|shorter_sides|perpendicular_sides|catheti=a,b leg|one_leg|first_leg|base=a "
        "other_leg|second_leg|height|missing_leg|remaining_leg|length_of_the_other_leg=b "
        "hypotenuse|length_of_the_hypotenuse|longest_side=c area=A perimeter=P "
        "acute_angle|one_acute_angle|one_angle|first_acute_angle=x other_acute_angle|other_angle|second_acute_angle|"
        "third_angle=y",
        "a^2+b^2 = c^2; A = a*b/2; P = a+b+c; x+y = 90",
        "x0 y0",
    ),
    _figure(
        "equilateral triangle",
        "side|side_length|each_side|sides|edge|length_of_a_side|length_of_each_side=s area=A perimeter=P height|"
        "altitude=h",
        "P = 3*s; h = s*3^(1/2)/2; A = s*h/2",
    ),
    _figure(
        "isosceles triangle",
        "legs|equal_sides|leg|congruent_sides|two_equal_sides=a base=b height|altitude=h area=A perimeter=P "
        "base_angle|base_angles|each_base_angle=x vertex_angle|apex_angle=y",
        "P = 2*a+b; h^2 = a^2-b^2/4; A = b*h/2; 2*x+y = 180",
        "x0 y0",
    ),
    _figure(
        "circle|disk|disc",
        f"{_CIRCLE} circumference|perimeter=C area=A",
        "d = 2*r; C = 2*pi*r; A = pi*r^2",
    ),
    _figure("semicircle|half circle", f"{_CIRCLE} perimeter=P area=A", "d = 2*r; P = pi*r+2*r; A = pi*r^2/2"),
    _figure(
        "sector|circular sector|sector of a circle",
        f"{_CIRCLE} area=A arc_length|length_of_the_arc|arc=m angle|central_angle=t perimeter=P",
        "d = 2*r; A = pi*r^2*t/360; m = pi*r*t/180; P = m+2*r",
        "t0",
    ),
    _figure(
        "parallelogram",
        "base=b height|altitude=h side|other_side|adjacent_side=a sides|adjacent_sides=a,b area=A perimeter=P",
        "A = b*h; P = 2*(a+b)",
    ),
    _figure(
        "trapezoid|trapezium",
        "bases|parallel_sides|two_parallel_sides|two_bases=a,b shorter_base|first_base|one_base|top=a "
        "longer_base|second_base|other_base|bottom=b height|altitude|distance_between_them=h area=A midline|median|"
        "midsegment=m",
        "A = (a+b)*h/2; m = (a+b)/2",
    ),
    _figure(
        "rhombus",
        "diagonals|two_diagonals=p,q first_diagonal|one_diagonal|diagonal|shorter_diagonal=p "
        "second_diagonal|other_diagonal|longer_diagonal=q side|side_length|each_side=s area=A perimeter=P height|"
        "altitude=h",
        "A = p*q/2; P = 4*s; 4*s^2 = p^2+q^2; A = s*h",
    ),
    _figure("kite", "diagonals|two_diagonals=p,q area=A", "A = p*q/2"),
    _figure("regular polygon", _POLYGON.replace("|sides|", "|"), _ANGLES, _KINDS),
    _figure("polygon|convex polygon", _PLAIN_POLYGON, "w = 180*(n-2); D = n*(n-3)/2", _KINDS),
    *(
        _figure(
            f"regular {name}", f"{_POLYGON} area=A",
            f"n = {sides}; {_ANGLES}" + ("; A = 3*3^(1/2)*s^2/2" if sides == 6 else ""), _KINDS,
        )
        for name, sides in _SIDED.items()
    ),
    *(
        _figure(
            f"{name}|convex {name}", _PLAIN_POLYGON, f"n = {sides}; w = 180*(n-2); D = n*(n-3)/2", _KINDS
        )
        for name, sides in _SIDED.items()
    ),
    _figure("quadrilateral", "number_of_diagonals=D sum_of_the_interior_angles|sum_of_the_angles=w three_angles=x,y,u "
            "fourth_angle|missing_angle|remaining_angle|other_angle=z", "w = 360; D = 2; x+y+u+z = w",
            "w0 D0 x0 y0 u0 z0"),
    _figure(
        "cube",
        f"{_SOLID} side|edge|side_length|edge_length|each_edge|length_of_an_edge|length_of_each_edge|each_side|"
        "edges|sides|"
        "length_of_its_edge|length_of_its_side|length_of_a_side|length_of_one_edge=s "
        "diagonal|space_diagonal|body_diagonal=d face_diagonal=f",
        "V = s^3; S = 6*s^2; d = s*3^(1/2); f = s*2^(1/2)",
    ),
    _figure(
        "rectangular prism|cuboid|box|rectangular box|rectangular solid|rectangular parallelepiped",
        f"{_SOLID} length=l width|breadth=w height|depth=h dimensions|sides|edges=l,w,h diagonal|space_diagonal=d",
        "V = l*w*h; S = 2*(l*w+l*h+w*h); d^2 = l^2+w^2+h^2",
    ),
    _figure("sphere|ball", f"{_SOLID} {_CIRCLE} circumference=C",
            "d = 2*r; V = 4*pi*r^3/3; S = 4*pi*r^2; C = 2*pi*r"),
    _figure("hemisphere", f"volume=V {_CIRCLE}", "d = 2*r; V = 2*pi*r^3/3"),
    _figure(
        "cylinder|right circular cylinder|circular cylinder|right cylinder",
        f"{_SOLID} {_CIRCLE} base_radius|radius_of_the_base=r height|altitude=h base_area|area_of_the_base|"
        "area_of_its_base=B "
        "lateral_surface_area|lateral_area|curved_surface_area=L",
        "d = 2*r; B = pi*r^2; V = pi*r^2*h; L = 2*pi*r*h; S = 2*pi*r*(r+h)",
    ),
    _figure(
        "cone|right circular cone|circular cone|right cone",
        f"{_SOLID} {_CIRCLE} base_radius|radius_of_the_base=r height|altitude=h slant_height=m base_area|"
        "area_of_the_base=B "
        "lateral_surface_area|lateral_area|curved_surface_area=L",
        "d = 2*r; B = pi*r^2; V = pi*r^2*h/3; m^2 = r^2+h^2; L = pi*r*m; S = pi*r*(r+m)",
    ),
    _figure(
        "square pyramid|square-based pyramid|right square pyramid",
        f"{_SOLID} base_side|side_of_the_base|base_edge|base_side_length|side=s height|altitude=h slant_height=m "
        "base_area|area_of_the_base=B",
        "B = s^2; V = s^2*h/3; 4*m^2 = 4*h^2+s^2; S = s^2+2*s*m",
    ),
    _figure("pyramid", "volume=V base_area|area_of_the_base|area_of_its_base=B height|altitude=h", "V = B*h/3"),
    _figure("prism", "volume=V base_area|area_of_the_base|area_of_its_base=B height|altitude=h", "V = B*h"),
)  # fmt: skip
