"""Small made exports of several platforms, with addresses, names and numbers of nobody. No test stands here."""

from tests.unit.workbench import csv

_IMPORT_IDS = (
    *("startDate", "endDate", "status", "finished", "_recordId", "recipientEmail", "externalDataReference"),
    *("QID1_NPS_GROUP", "QID1", "QID2_1", "QID2_2", "QID2_3", "QID3_TEXT"),
)
_SATISFIED = ("Mycket nöjd", "Ganska missnöjd", "Vet ej")
_AGREED = ("Instämmer helt", "Instämmer delvis")
_RATED = ("4", "Very satisfied", "Very dissatisfied", "2", "3")
QUALTRICS = [
    "StartDate,EndDate,Status,Finished,ResponseId,RecipientEmail,ExternalReference,Q1_NPS_GROUP,Q1,Q2_1,Q2_2,Q2_3,Q3",
    (
        "Start Date,End Date,Response Type,Finished,Response ID,Recipient Email,External Data Reference,"
        "How likely are you to recommend us? - Group,How likely are you to recommend us?,"
        "How satisfied are you with the following? - Our products,How satisfied are you with the following? - Price,"
        "How satisfied are you with the following? - The colour,What is the main reason for your answer?"
    ),
    ",".join(f'"{{""ImportId"":""{name}""}}"' for name in _IMPORT_IDS),
]


def qualtrics() -> str:
    rows = [
        f"2026-03-0{day} 10:00:00,2026-03-0{day} 10:05:00,0,1,R_{day},a{day}@example.org,C-{day},"
        f"{'Promoter' if score > 8 else 'Passive' if score > 6 else 'Detractor'},{score},{3 + day % 3},{1 + day % 5},4,"
        "It is good that you answer so fast"
        for day, score in enumerate((9, 10, 7, 3, 0, 8, 9), start=1)
    ]
    return csv(*QUALTRICS, *rows)


SURVEYMONKEY = csv(
    "Respondent ID,Collector ID,Start Date,End Date,Email Address,First Name,Custom Data 1,How satisfied are you with "
    "your latest order?,It was easy for me to order.,Which channels did you use?,,What could we have done better?",
    ",,,,,,,Response,Response,E-mail,Chat,Open-Ended Response",
    *(
        f"{number},77,03/{number}/2026 10:00:00 AM,03/{number}/2026 10:05:00 AM,a{number}@example.org,Ann,C-{number},"
        f"{_RATED[number % 5]},{['Agree', 'Strongly agree'][number % 2]},"
        f"{'E-mail' if number % 2 else ''},{'Chat' if number % 3 else ''},Call me on 070-123 45 67 or a@example.org"
        for number in range(11, 21)
    ),
)


GOOGLE_FORMS = csv(
    "Timestamp,How likely are you to recommend us to a friend?,Why?,Overall how satisfied are you?",
    *(
        f"{number}/25/2026 8:05:0{number % 10},{number % 11},because of the good service,{1 + number % 5}"
        for number in range(1, 10)
    ),
    ",,,4.1052631",
)


SWEDISH = csv(
    "Svars-id;Kundnummer;Tidpunkt;Hur troligt är det att du rekommenderar oss?;Hur nöjd är du med ditt senaste köp?;"
    "Det var lätt att handla;Varför?;E-post;Förnamn;Telefon",
    *(
        f"S{number};K-{number};{number}/2/2026 14:30;{[9, 10, 3, 11, 0][number % 5]};"
        f"{_SATISFIED[number % 3]};{_AGREED[number % 2]};"
        f"Ring mig på 070-123 45 6{number % 10} så får ni höra;åsa{number}@example.org;Åsa;070-123 45 67"
        for number in range(5, 25)
    ),
)


CUSTOMERS = csv(
    "Kundnummer;Kundnamn;E-post;Segment;Kund sedan;Årsintäkt;Värvningskostnad;Senast ändrad;Kundansvarig",
    *(
        f"K-{number};Firman {number} AB;info{number}@example.org;Privat;{number}/1/2024;{number} 926,50 kr;{number},25;"
        f"2026-01-{number} 10:30;Åsa Ek"
        for number in range(11, 29)
    ),
    "Summa;;;;;;;;",
)


ZENDESK = csv(
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Assignee,Status,Via,Created at,"
    "Solved at,Satisfaction Score,First reply time in minutes,First reply time in minutes within business hours",
    *(
        f"1,{number},Ann Ek,36,C-{number},a{number}@example.org,Bo Ek,Closed,Mail,2026-01-{number} 08:00:00,"
        f"2026-01-{number} 09:00:00,{['Good', 'Bad', 'Offered'][number % 3]},{number},{number}"
        for number in range(11, 20)
    ),
)
