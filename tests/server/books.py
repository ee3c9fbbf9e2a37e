"""Whether what the groups think they own is what the paper venue says they own."""
import decimal

from live import wait_until

decimal.getcontext().prec = 60
ASSETS = {"binance:spot:BTC-USDT": "BTC", "binance:spot:ETH-USDT": "ETH"}
START = {"USDT": decimal.Decimal(100_000_000)}


def number(text):
    return decimal.Decimal(text)


def add(to, key, amount):
    to[key] = to.get(key, decimal.Decimal(0)) + amount


def nonzero(amounts):
    return {key: value for key, value in amounts.items() if value}


def venue_books(live):
    """Totals and locked amounts by asset, as the venue has them."""
    totals, locked = {}, {}
    for account in live.api("/status")["accounts"]:
        for asset, balance in account["balances"].items():
            add(totals, asset, number(balance["free"]) + number(balance["locked"]))
            add(locked, asset, number(balance["locked"]))
    return nonzero(totals), nonzero(locked)


def group_books(live):
    """The same by what groups hold and their working orders lock. Quote money is left to the fills."""
    totals, locked = {}, {}
    for group in live.pages("/groups?state=open") + live.pages("/groups/history"):
        add(totals, ASSETS[group["instrument"]], number(group["open_qty"]) + number(group["dust"]))
    for order in live.pages("/orders?state=working"):
        rest = number(order["qty"]) - number(order["filled_qty"])
        if order["side"] == "sell":
            add(locked, ASSETS[order["instrument"]], rest)
        else:
            add(locked, "USDT", rest * number(order["price"]))
    return nonzero(totals), nonzero(locked)


def wait_until_equal(live, seconds=30):
    """Reads both until a reading finds them equal; fills that are under way make single readings differ."""
    seen = {}

    def ask():
        seen["venue"], seen["groups"] = venue_books(live), group_books(live)
        totals, locked = seen["venue"]
        held, working = seen["groups"]
        return {key: value for key, value in totals.items() if key != "USDT"} == held and locked == working

    wait_until(ask, lambda: f"the books are equal: {seen}", seconds)


def balances_by_fills(events):
    """What the fills of a whole journal make of the balances at the start."""
    totals, sides, assets = dict(START), {}, {}
    for event in events:
        data = event["data"]
        if event["type"] == "GroupOpened":
            assets[data["group"]] = list(ASSETS.values())[data["identity"]["instrument"]]
        elif event["type"] == "OrderPlaced":
            sides[data["group"], data["order"]] = data["side"]
        elif event["type"] == "OrderFilled":
            sign = 1 if sides[data["group"], data["order"]] == "buy" else -1
            base, quantity = assets[data["group"]], number(data["quantity"])
            add(totals, base, sign * quantity)
            add(totals, "USDT", -sign * quantity * number(data["price"]))
            add(totals, base if data["fee_asset"] == "base" else "USDT", -number(data["fee"]))
    return nonzero(totals)
