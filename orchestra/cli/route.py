"""`orchestra route`: what would be done with a question. Nothing of it is done."""

from __future__ import annotations

import argparse

from orchestra.cli import asking, exits

WORDS = True
DESCRIPTION = "Show what would be done with a question: beliefs, plans with their cost, and what was left out."
EPILOG = "No plan is run; the router itself may take a small part of the budget."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flags."""
    asking.add_query(parser)
    parser.add_argument("--json", action="store_true", help="print the decision as one JSON object")
    asking.add_limits(parser)
    asking.add_choice(parser)


def run(args: argparse.Namespace) -> int:
    """Decide and print."""
    text = asking.query_text(args.query)

    from orchestra.cli.terminal import aside, plain
    from orchestra.cli.why import told
    from orchestra.orchestra import Orchestra
    from orchestra.plan.policy import Policy

    orchestra = Orchestra(args.profile)
    try:
        budget = asking.budget(orchestra, args.budget, args.seconds)
        with aside():
            decision = orchestra.route(text, budget=budget, modules=args.module, explain=args.explain)
        if args.json:
            print(decision.model_dump_json())
            return exits.ANSWERED
        floor = orchestra.config.section("policy", Policy).floor
        for line in told(decision, orchestra.modules(), floor=floor, budget=budget.flops):
            print(plain(line))
        return exits.ANSWERED
    finally:
        exits.close_in_time(orchestra.close)
