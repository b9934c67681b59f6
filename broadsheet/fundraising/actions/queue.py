"""What the thread for gateways does, turn by turn; it alone waits for the outside."""

from typing import Final

from broadsheet.core.schedule import takes_turns
from broadsheet.fundraising.actions.checkouts import close_checkouts
from broadsheet.fundraising.actions.looking import look_for_donors
from broadsheet.fundraising.actions.notices import work_notices
from broadsheet.fundraising.actions.playing import send_play_notices
from broadsheet.fundraising.actions.refunds import ask_for_refunds

PAUSE_SECONDS: Final = 0.5


@takes_turns(name="gateways", pause_seconds=PAUSE_SECONDS)
def work_for_gateways() -> bool:
    """Close checkouts, look for donors, work notices, ask for refunds; true where there was any.

    Closing comes first: while stolen cards are tried, each second brings more of them. Then those
    who wait before their page.
    """
    worked = close_checkouts()
    worked = look_for_donors() or worked
    worked = send_play_notices() or worked
    worked = work_notices() or worked
    return ask_for_refunds() or worked
