"""One submission of the relationship survey, and how Qualtrics writes it. relationship.py says which."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dagster_project.sample import world
from dagster_project.sample.afterthoughts import with_afterthought
from dagster_project.sample.customers import Customer
from dagster_project.sample.files import Row

ZONE = '"timeZone":"Europe/Stockholm"'
RECOMMEND = "How likely are you to recommend Nordvik to a friend or colleague?"
AREAS = (
    "What we offer",
    "Information from us",
    "How proactive we are",
    "How easy we are to do business with",
    "How we work together with you",
    "Value for money",
    "How easy we are to reach",
    "Overall, everything considered",
)
COLUMNS: list[tuple[str, str, str]] = [
    ("StartDate", "Start Date", f'{{"ImportId":"startDate",{ZONE}}}'),
    ("EndDate", "End Date", f'{{"ImportId":"endDate",{ZONE}}}'),
    ("Status", "Response Type", '{"ImportId":"status"}'),
    ("Progress", "Progress", '{"ImportId":"progress"}'),
    ("Duration (in seconds)", "Duration (in seconds)", '{"ImportId":"duration"}'),
    ("Finished", "Finished", '{"ImportId":"finished"}'),
    ("RecordedDate", "Recorded Date", f'{{"ImportId":"recordedDate",{ZONE}}}'),
    ("ResponseId", "Response ID", '{"ImportId":"_recordId"}'),
    ("RecipientLastName", "Recipient Last Name", '{"ImportId":"recipientLastName"}'),
    ("RecipientFirstName", "Recipient First Name", '{"ImportId":"recipientFirstName"}'),
    ("RecipientEmail", "Recipient Email", '{"ImportId":"recipientEmail"}'),
    ("ExternalReference", "External Data Reference", '{"ImportId":"externalDataReference"}'),
    ("DistributionChannel", "Distribution Channel", '{"ImportId":"distributionChannel"}'),
    ("UserLanguage", "User Language", '{"ImportId":"userLanguage"}'),
    ("Q1_NPS_GROUP", f"{RECOMMEND} - Group", '{"ImportId":"QID1_NPS_GROUP"}'),
    ("Q1", RECOMMEND, '{"ImportId":"QID1"}'),
    *(
        (f"Q2_{k}", f"How satisfied are you with the following? - {area}", f'{{"ImportId":"QID2_{k}"}}')
        for k, area in enumerate(AREAS, start=1)
    ),
    ("Q3", "What is the main reason for your answer?", '{"ImportId":"QID3_TEXT"}'),
]
HEADER: list[Row] = [list(row) for row in zip(*COLUMNS, strict=True)]


@dataclass(frozen=True)
class Submission:
    """One row of the export, and whose it truly is."""

    response_id: str
    customer: Customer
    identity: str
    ended: datetime  # local time, as the account is set
    seconds: int
    score: str
    drivers: tuple[str, ...]
    comment: str
    status: str = "0"
    progress: int = 100
    impossible_end: str = ""

    @property
    def half(self) -> str:
        """The half-year whose file it is in."""
        return half_of(self.ended)

    @property
    def is_known(self) -> bool:
        """Whether the CRM can say which customer this is."""
        return self.identity in ("reference", "e-mail only")

    @property
    def respondent(self) -> str:
        """Who answered, as far as anybody can know."""
        if self.is_known:
            return self.customer.id
        return self.response_id if self.identity == "anonymous" else f"{self.identity} {self.customer.number}"

    @property
    def segment(self) -> str:
        """The segment that a report can find."""
        return self.customer.crm_segment if self.is_known else world.UNKNOWN


def half_of(moment: datetime) -> str:
    """Name the half-year of a moment, as the files do."""
    return f"{moment.year}h{1 if moment.month < 7 else 2}"


def record(row: Submission) -> Row:
    """Write the cells of one row, in the order of COLUMNS."""
    named = row.identity not in ("anonymous", "unknown id")
    email = _email(row) if named else ""
    reference = {"reference": row.customer.id, "unknown id": f"C-9{row.customer.number}"}.get(row.identity, "")
    channel = "preview" if row.status in ("1", "2") else "anonymous" if row.identity == "anonymous" else "email"
    known_score = row.score.isdigit() and int(row.score) <= 10
    return [
        f"{row.ended - timedelta(seconds=row.seconds):%Y-%m-%d %H:%M:%S}",
        row.impossible_end or f"{row.ended:%Y-%m-%d %H:%M:%S}",
        row.status,
        str(row.progress),
        str(row.seconds),
        "1" if row.progress == 100 else "0",
        f"{row.ended + timedelta(seconds=1):%Y-%m-%d %H:%M:%S}",
        row.response_id,
        row.customer.last_name if named else "",
        row.customer.first_name if named else "",
        email,
        reference,
        channel,
        row.customer.language.upper(),
        world.band(int(row.score)).capitalize() if known_score else "",
        row.score,
        *row.drivers,
        with_afterthought(
            row.comment,
            row.response_id,
            is_happy=known_score and int(row.score) >= 9,
            language=row.customer.language,
        ),
    ]


def _email(row: Submission) -> str:
    """Write the recipient's address; a part of the address books has it with capitals."""
    if row.identity == "unknown e-mail":
        return f"{row.customer.first_name[0].lower()}.{row.customer.number}@example.org"
    return row.customer.email.title() if row.customer.number % 7 == 0 else row.customer.email
