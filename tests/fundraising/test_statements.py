"""Bank statements: read as banks write them, matched by reference, else waiting for a person."""

from datetime import date

import pytest

from broadsheet.fundraising import actions, checks, queries
from broadsheet.fundraising.models import BankCredit, Gift, State
from broadsheet.fundraising.statements import (
    BadStatement,
    Columns,
    Line,
    guess,
    read_camt,
    read_csv,
)

CSV = """Kontonummer;DE89370400440532013000;;;;
Buchungstag;Valuta;Auftraggeber;Verwendungszweck;Betrag;Währung
20.11.2026;20.11.2026;Dora Donor;Gift {reference};20,00;USD
20.11.2026;20.11.2026;Dora Donor;Gift without;1.234,50;USD
20.11.2026;20.11.2026;Dora Donor;Gift without;1.234,50;USD
21.11.2026;21.11.2026;Printer Ltd;Invoice 7;-99,00;USD
21.11.2026;21.11.2026;Jean;Don;15,00;EUR
"""

CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="USD">20.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>A1</AcctSvcrRef><NtryDtls><TxDtls>
<RltdPties><Dbtr><Pty><Nm>Dora Donor</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="USD">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt><AcctSvcrRef>A2</AcctSvcrRef><NtryDtls>
<TxDtls><Amt Ccy="USD">10.00</Amt><RmtInf><Ustrd>one</Ustrd></RmtInf></TxDtls>
<TxDtls><Amt Ccy="USD">20.00</Amt><RmtInf><Ustrd>two</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="USD">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>
<Ntry><Amt Ccy="USD">7.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>PDNG</Sts>
<BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def read(reference: str = "") -> list[Line]:
    content = CSV.format(reference=reference).encode()
    columns = Columns(**guess(content))
    return read_csv(content, columns, "USD")


def bring(lines: list[Line], by=None):
    return actions.import_statement(name="s", form="csv", content=b"x", lines=lines, by=by)


class TestReading:
    def test_csv_with_headings_somewhere_and_decimal_commas(self):
        lines = read("RF18 5390 0754 7034")
        assert [line.amount_minor for line in lines] == [2000, 123_450, 123_450, -9900, 1500]
        assert lines[0].booked_on == date(2026, 11, 20)
        assert (lines[0].payer, lines[0].reference) == ("Dora Donor", "RF18539007547034")
        assert lines[1].reference == ""

    def test_csv_with_points_and_english_headings(self):
        content = b'Date,Amount,Description\n11/20/2026,"1,234.50",Hi\n11/21/2026,2.00,Ho\n'
        columns = Columns(**guess(content))
        assert columns == Columns(day="Date", amount="Amount", text="Description")
        lines = read_csv(content, columns, "USD")
        assert [line.amount_minor for line in lines] == [123_450, 200]

    def test_camt(self):
        lines = read_camt(CAMT.format(reference="RF18539007547034").encode())
        assert [line.amount_minor for line in lines] == [2000, 1000, 2000, -500]
        assert (lines[0].payer, lines[0].reference) == ("Dora Donor", "RF18539007547034")
        assert lines[1].bank_ref == "A2#1"

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"<Document><Stmt></Document>",
            b"<Document/>",
            b'<!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>',
            CAMT.format(reference="x").replace("20.00", "20.001").encode(),
            CAMT.format(reference="x").replace("2026-11-20", "20 November").encode(),
        ],
    )
    def test_a_bad_camt_is_refused_in_words(self, content):
        with pytest.raises(BadStatement) as refused:
            read_camt(content)
        assert str(refused.value)

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x00\x01;\x02", b"Date;Amount\n20.11.2026;twenty\n", b"Date;Amount\nsoon;20\n"],
    )
    def test_a_bad_csv_is_refused_in_words(self, content):
        with pytest.raises(BadStatement):
            read_csv(content, Columns(day="Date", amount="Amount"), "USD")


class TestMatching:
    def test_a_reference_finds_its_gift_and_the_rest_waits(self, pledge, editor):
        gift = pledge()
        done = bring(read(gift.reference), editor)
        assert (done.lines, done.created, done.matched, done.skipped) == (5, 3, 1, 2)
        gift.refresh_from_db()
        assert gift.state == State.SETTLED
        assert queries.meter_now().raised_minor == 2000
        assert BankCredit.objects.filter(state="waiting").count() == 2
        assert checks.find_differences() == []

    def test_the_same_file_again_changes_nothing(self, pledge, editor):
        gift = pledge()
        bring(read(gift.reference), editor)
        again = bring(read(gift.reference), editor)
        assert (again.created, again.known, again.matched) == (0, 3, 0)
        assert queries.meter_now().raised_minor == 2000

    def test_a_standing_order_is_another_gift(self, pledge, editor):
        gift = pledge(email="dora@readers.example")
        bring(read(gift.reference), editor)
        later = Line(date(2026, 11, 21), 2000, "USD", text=gift.reference)
        assert bring([later], editor).matched == 1
        assert queries.meter_now().raised_minor == 4000
        assert Gift.objects.get(source="statement").email == "dora@readers.example"
        assert checks.find_differences() == []

    def test_a_person_matches_books_or_sets_aside(self, pledge, editor):
        bring(read(), editor)
        first, second, third = BankCredit.objects.all()
        gift = pledge()
        actions.match_credit(credit=first, gift=gift, by=editor)
        actions.book_credit(credit=second, by=editor, name="Dora")
        actions.set_credit_aside(credit=third, note="A deposit", by=editor)
        assert queries.meter_now().raised_minor == 2000 + 123_450
        with pytest.raises(actions.AlreadyMatched):
            actions.book_credit(credit=first, by=editor)
        with pytest.raises(actions.AlreadyMatched):
            actions.set_credit_aside(credit=second, note="No", by=editor)
        actions.take_credit_back(credit=third, by=editor)
        assert BankCredit.objects.get(pk=third.pk).state == "waiting"
        assert checks.find_differences() == []

    def test_what_is_not_matched_is_not_on_the_meter(self, campaign, editor):
        bring(read(), editor)
        assert queries.meter_now().raised_minor == 0
