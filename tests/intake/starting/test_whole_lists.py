"""Lists of six trades become rounds that are read and decided without a hand on the draft."""

from __future__ import annotations

import json

import openpyxl
import pytest
from click.testing import CliRunner

from cximpact.cli.group import cximpact

HOSPITAL = """\
Lfd. Nr.;Vorhaben;Abteilung;Status;Pflicht;Kosten einmalig (T€);Kosten lfd. (T€);Nutzen Patienten;\
Mitarbeiter
M1;Aufnahme digital;Aufnahme;geplant;N;120;15;++;+
M2;Brandschutz Haus B;Technik;geplant;J;400;0;o;o
M3;Wunschkost;Küche;Idee;N;45;30;+;-
M4;Parkgebühren erhöhen;Verwaltung;Idee;N;5;1;--;o
M5;Rufanlage neu;Pflege;laufend;N;210;8;++;++
* alle Kosten brutto, ohne Förderung;;;;;;;;
"""
TRANSPORT = """\
N°;Projet;Direction;Statut;Obligatoire;Investissement (k€);Coût annuel (k€);Bénéfice usagers (1-5);\
Complexité (1-5)
T01;Billettique sans contact;Exploitation;prévu;N;1 200;85;5;4
T02;Accessibilité station Nord;Travaux;en cours;O;2 400;40;4;3
T03;Moins de trains le soir;Exploitation;proposé;N;0;-300;1;1
T04;Information en temps réel;Numérique;proposé;N;650;90;5;3
T05;Rénovation des abribus;Travaux;abandonné;N;300;10;3;1
"""
SOFTWARE = """\
Key,Initiative,Team,Stage,Capex ($K),Opex ($K),Customer value (1-5),\
Effort (1-5),Strategic fit (1-5),Must do?
S-1,Password reset,Platform,Idea,120,10,5,2,3,no
S-2,SOC2 controls,Security,In progress,300,60,2,4,4,yes (audit)
S-3,Sunset legacy API,Platform,Idea,40,-80,1,3,5,no
S-4,Billing page,Growth,Idea,90,5,4,2,4,no
"""
LIBRARY = """\
id,project,status,cost,visitor experience,staff effect,value for members
L1,Late opening,idea,40000,++,--,5
L2,Self checkout,planned,85000,+,+,4
L3,Close Sunday desk,idea,0,-,++,1
L4,New catalogue,approved,120000,+++,0,4
"""
BANK = """\
Projekt-Nr;Projekttitel;Bereich;Projektstatus;Regulatorik;Budgetbedarf;Kundennutzen 1-10;\
Strategiebeitrag 1-10;Umsetzungsrisiko 1-10
B-100;Neue App;Digital;beantragt;nein;1.250.000;9;8;6
B-101;DORA-Umsetzung;IT;genehmigt;ja;800.000;2;6;5
B-102;Filialschließung;Vertrieb;Idee;nein;150.000;1;7;4
B-103;Beschwerdeportal;Service;beantragt;nein;220.000;8;7;2
Summe;;;;;2.420.000;;;
"""
HOTEL = """\
Ref,Name,Department,Status,Budget (kCHF),Guest satisfaction (0-10),\
Revenue (0-10),Supplier impact,Legal requirement
H1,Mobile check-in,Front office,proposed,45,8,6,0,n
H2,Pool renovation,Technical,proposed,320,9,7,+,n
H3,Smoke detectors,Technical,proposed,38,5,5,0,y
H4,Remove minibars,Rooms,proposed,5,2,6,-,n
H5,Local breakfast,Kitchen,approved,25,7,5,++,n
"""


def _run(*args):
    return CliRunner().invoke(cximpact, [*map(str, args)])


@pytest.mark.parametrize(
    ("text", "budget", "approved", "declined"),
    [
        # Declined: no better than leaving it (o, or 5 of 10), or worse than today for customers.
        (HOSPITAL, "kosten-einmalig=EUR 2m", "M1 M3 M5", "M2 M4"),
        (TRANSPORT, "capex=EUR 9m", "T01 T02 T04", "T03"),
        (SOFTWARE, "capex=USD 2m", "S-1 S-2 S-4", "S-3"),
        (LIBRARY, "total=900k", "L1 L2 L4", "L3"),
        (BANK, "total=9m", "B-100 B-101 B-103", "B-102"),
        (HOTEL, "total=CHF 2m", "H1 H2 H5", "H3 H4"),
    ],
)
def test_a_list_is_drafted_read_and_decided(tmp_path, text, budget, approved, declined):
    path, round_ = tmp_path / "list.csv", tmp_path / "round"
    path.write_text(text, encoding="utf-8")
    assert _run("init", round_, "--from", path, "--budget", budget).exit_code == 0
    read = _run("validate", round_)
    assert read.exit_code == 0
    assert "Everything was read" in read.output
    found = _run("evaluate", round_, "--quick", "--as-of", "2026-03-01", "--format", "json")
    assert found.exit_code == 0, found.output
    actions = _actions(found.output)
    assert sorted(key for key, action in actions.items() if action == "approve") == approved.split()
    assert sorted(key for key, action in actions.items() if action == "decline") == declined.split()


def _actions(output):
    found = json.loads(output)
    return {each["proposal"]: each["action"] for each in found["recommendations"]}


def test_the_same_as_one_sheet_of_a_workbook_beside_notes_is_found(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Hinweise der Klinik"])
    book.active.append(["Bewertung durch die Stationen"])
    sheet = book.create_sheet("Vorhaben")
    for line in HOSPITAL.splitlines():
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(";")])
    book.save(tmp_path / "list.xlsx")
    made = _run("init", tmp_path / "round", "--from", tmp_path / "list.xlsx")
    assert "the list is taken from sheet 'Vorhaben'" in made.output
    read = _run("validate", tmp_path / "round")
    assert read.exit_code == 0
    assert "5 proposals, 1 criterion" in read.output
