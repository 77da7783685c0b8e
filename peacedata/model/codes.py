"""The code lists: every code with its label, its meaning and its equivalent elsewhere.

`maps_to` names one code of another scheme, checked against CAMEO 1.1b3 (2012), PLOVER draft 0.7b1 (2021) and the
agreement stages of the PA-X codebook (excerpt of 2018); it is empty where none of them says the same.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """Base of all code lists; a member is its own code as a string."""

    label: str
    definition: str
    maps_to: str | None

    def __new__(cls, code: str, label: str, definition: str, maps_to: str | None = None) -> Self:
        """Make a member of its code and of what is said about it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.definition = definition
        member.maps_to = maps_to
        return member


class EventType(Code):
    """What kind of thing happened."""

    TALKS = "talks", "Talks", "Delegations of two or more parties negotiate with each other.", "cameo:046"
    SUMMIT = "summit", "Summit", "Leaders, at the level of head of state or of government, meet in person."
    CONSULTATION = (
        "consultation",
        "Consultation",
        "Actors meet to confer about the process without the opposing parties negotiating with each other.",
        "cameo:040",
    )
    CALL = "call", "Call", "Actors confer by telephone or video outside a session of talks or a summit.", "cameo:041"
    SHUTTLE = (
        "shuttle",
        "Shuttle mediation",
        "A mediator travels between the parties, which do not meet, and carries proposals from one to the other.",
        "cameo:045",
    )
    PROPOSAL = "proposal", "Proposal", "An actor puts forward a meeting, a measure or a text for others to answer."
    ACCEPTANCE = (
        "acceptance",
        "Acceptance",
        "An actor agrees to a proposal, an offer or an invitation that another made.",
    )
    REFUSAL = (
        "refusal",
        "Refusal",
        "An actor turns down a proposal, an offer or an invitation that another made.",
        "plover:REJECT",
    )
    AGREEMENT = (
        "agreement",
        "Agreement",
        "Actors conclude an agreement other than a ceasefire, apart from the meeting that led to it.",
        "cameo:057",
    )
    CEASEFIRE = (
        "ceasefire",
        "Ceasefire",
        "A halt to all or some hostilities is agreed, or declared by one side, apart from the meeting that led to it.",
        "cameo:0871",
    )
    EXCHANGE = (
        "exchange",
        "Exchange",
        "Opposing parties each hand over prisoners, detainees, other persons or remains to the other.",
        "cameo:0841",
    )
    RELEASE = (
        "release",
        "Release",
        "One party frees or hands over prisoners, detainees, other persons or remains and receives none in return.",
        "cameo:0841",
    )
    HUMANITARIAN_MEASURE = (
        "humanitarian_measure",
        "Humanitarian measure",
        "People are protected or relieved by a step such as a corridor, an evacuation or an aid delivery.",
    )
    MEDIATION_OFFER = (
        "mediation_offer",
        "Offer of mediation",
        "A third party offers to mediate between the parties or to host their talks.",
        "cameo:039",
    )
    MEDIATION_CHANGE = (
        "mediation_change",
        "Change of mediator",
        "The role of mediator is taken up, given up or passed from one actor to another.",
    )
    APPOINTMENT = (
        "appointment",
        "Appointment",
        "An actor names, replaces or dismisses an envoy, a negotiator or the head of a delegation.",
    )
    SUSPENSION = (
        "suspension",
        "Suspension",
        "An actor halts a process, a series of talks or an agreed measure without ending it.",
    )
    RESUMPTION = (
        "resumption",
        "Resumption",
        "A process, a series of talks or a measure that had been suspended or had lapsed is taken up again.",
    )
    CANCELLATION = "cancellation", "Cancellation", "An actor calls off a planned meeting or measure before its day."
    WITHDRAWAL = (
        "withdrawal",
        "Withdrawal",
        "An actor leaves a process, a format or an agreement, as distinct from a withdrawal of troops.",
    )
    VIOLATION = (
        "violation",
        "Violation",
        "An act breaks a commitment in force, such as a ceasefire, and this rests on more than an opponent's word.",
    )
    ACCUSATION = (
        "accusation",
        "Accusation",
        "An actor says that another has broken a commitment or obstructs the process, established or not.",
        "cameo:112",
    )
    RESOLUTION = (
        "resolution",
        "Resolution",
        "An international body or a legislature votes on a resolution about the conflict or the process.",
    )
    STATEMENT = (
        "statement",
        "Statement",
        "An actor makes a position or information public without proposing, answering or accusing.",
        "cameo:010",
    )
    OTHER = "other", "Other", "Something that bears on the process happened that no other code describes."


class EventStatus(Code):
    """Whether an event took place, and if not, how far it came."""

    OCCURRED = "occurred", "Occurred", "The event took place."
    SCHEDULED = "scheduled", "Scheduled", "The event is fixed for a day or a period that has not yet passed."
    POSTPONED = (
        "postponed",
        "Postponed",
        "The event was put off before it took place, to a later day or to a day not yet named.",
    )
    CANCELLED = "cancelled", "Cancelled", "The event was called off beforehand."
    DID_NOT_TAKE_PLACE = (
        "did_not_take_place",
        "Did not take place",
        "The day of the event passed without it, and nobody had called it off beforehand.",
    )
    SPECULATED = "speculated", "Speculated", "The event was talked of in public, but neither side had fixed it."
    DISPUTED = "disputed", "Disputed", "Sources contradict each other on whether the event took place."


class ProcessFormat(Code):
    """Who sits at the table of a process, and in what capacity."""

    BILATERAL = "bilateral", "Bilateral", "Two parties negotiate directly, with no third party present."
    HOSTED_BILATERAL = (
        "hosted_bilateral",
        "Hosted bilateral",
        "Two parties negotiate directly, and a third party houses the meeting but carries no proposals.",
    )
    MEDIATED = "mediated", "Mediated", "A third party carries or makes proposals between the parties."
    CONTACT_GROUP = (
        "contact_group",
        "Contact group",
        "A standing group of states or bodies, with or without the parties, meets repeatedly on the conflict.",
    )
    MULTILATERAL_CONFERENCE = (
        "multilateral_conference",
        "Multilateral conference",
        "Many states or bodies are invited to a conference on the conflict, with or without the parties.",
    )


class ProcessStatus(Code):
    """How a process stands on a stated date."""

    ACTIVE = "active", "Active", "Meetings or other steps take place or are scheduled."
    STALLED = (
        "stalled",
        "Stalled",
        "The process is open and contacts may continue, but it makes no progress on its main issues.",
    )
    DORMANT = "dormant", "Dormant", "No steps are taken or scheduled, but nobody has ended the process."
    ENDED = "ended", "Ended", "The process was completed, abandoned or replaced by another."


class Mode(Code):
    """By what means the actors of an event dealt with each other."""

    IN_PERSON = "in_person", "In person", "The participants met in one room."
    PROXIMITY = (
        "proximity",
        "Proximity",
        "The sides took part in one round but met a mediator or host separately and not each other.",
    )
    VIDEO = "video", "Video", "The participants met by video link."
    PHONE = "phone", "Telephone", "The participants spoke by telephone."
    WRITTEN = "written", "Written", "The participants communicated by letter, note or another text sent to one another."
    HYBRID = "hybrid", "Hybrid", "Some participants met in one room and others joined from elsewhere."
    PUBLIC_STATEMENT = (
        "public_statement",
        "Public statement",
        "The actor spoke or wrote to the public and not directly to another actor.",
    )
    NOT_APPLICABLE = (
        "not_applicable",
        "Not applicable",
        "The event is of a kind in which actors do not communicate, such as a release.",
    )


class Role(Code):
    """In what function an actor has to do with an event."""

    PARTY = (
        "party",
        "Party",
        "The actor is a belligerent or a belligerent's de facto authority, or a person who acts for one.",
    )
    PARTICIPANT = (
        "participant",
        "Participant",
        "The actor takes part for a state or body that is not a party and has no more specific role.",
    )
    MEDIATOR = "mediator", "Mediator", "The actor, not a party, carries or makes proposals between the parties."
    FACILITATOR = (
        "facilitator",
        "Facilitator",
        "The actor, not a party, helps the parties to meet or to communicate but carries no proposals.",
    )
    CONVENER = "convener", "Convener", "The actor calls the meeting."
    HOST = "host", "Host", "The actor houses the meeting."
    GUARANTOR = "guarantor", "Guarantor", "The actor undertakes to see that what is agreed is kept."
    OBSERVER = "observer", "Observer", "The actor follows the event without a say in it."
    DRAFTER = "drafter", "Drafter", "The actor writes or edits the text at issue."
    PROPOSER = "proposer", "Proposer", "The actor makes the proposal, the offer or the invitation."
    ADDRESSEE = (
        "addressee",
        "Addressee",
        "The proposal, the offer, the accusation or the statement is directed at the actor.",
    )
    RESPONDENT = "respondent", "Respondent", "The actor accepts, refuses or otherwise answers what another put forward."
    INCOMING_MEDIATOR = "incoming_mediator", "Incoming mediator", "The actor takes up the role of mediator."
    OUTGOING_MEDIATOR = "outgoing_mediator", "Outgoing mediator", "The actor gives up or loses the role of mediator."


class Attendance(Code):
    """Whether an actor was there, and if not, in what way it was absent."""

    ATTENDED = "attended", "Attended", "The actor was present in person."
    ATTENDED_REMOTELY = "attended_remotely", "Attended remotely", "The actor took part by telephone or video link."
    REPRESENTED = (
        "represented",
        "Represented",
        "The actor did not come and someone else took part for it, and it had not declined.",
    )
    ABSENT_EXPECTED = (
        "absent_expected",
        "Absent though expected",
        "The actor was expected and did not come, and had neither declined nor sent a representative.",
    )
    DECLINED = "declined", "Declined", "The actor refused to come, whether or not it sent a representative."
    NOT_INVITED = "not_invited", "Not invited", "The actor, concerned by the matter, was not invited."
    NOT_PRESENT = (
        "not_present",
        "Not present",
        "The actor was not there and is not known to have been expected, invited or left out.",
    )
    UNCLEAR = "unclear", "Unclear", "Sources do not settle whether the actor was there."
    NOT_APPLICABLE = (
        "not_applicable",
        "Not applicable",
        "The event is of a kind that nobody attends, such as a written proposal.",
    )


class Rank(Code):
    """On what level a person takes part, at the time of the event."""

    HEAD_OF_STATE = (
        "head_of_state",
        "Head of state",
        "The person is the head of a state or of a de facto authority, such as a president or monarch.",
    )
    HEAD_OF_GOVERNMENT = (
        "head_of_government",
        "Head of government",
        "The person leads a government, such as a prime minister, and is not also head of state.",
    )
    MINISTER = "minister", "Minister", "The person is a member of a government below its head."
    SENIOR_OFFICIAL = (
        "senior_official",
        "Senior official",
        "The person holds a high office below a minister, or leads an international body.",
    )
    SPECIAL_ENVOY = (
        "special_envoy",
        "Special envoy",
        "The person acts under a mandate for this conflict or process, such as a special envoy or representative.",
    )
    MILITARY = "military", "Military", "The person takes part as an officer or commander of armed forces."
    TECHNICAL = "technical", "Technical", "The person takes part as an expert or a working-level official."
    LEGISLATOR = "legislator", "Legislator", "The person takes part as a member of a legislature."
    RELIGIOUS_LEADER = "religious_leader", "Religious leader", "The person takes part as a leader of a religious body."
    OTHER = "other", "Other", "The person takes part in a public capacity that no other code describes."


class Issue(Code):
    """What is at stake."""

    SECURITY = (
        "security",
        "Security",
        "Military security in general, such as forces, weapons, borders and de-escalation.",
    )
    SECURITY_GUARANTEES = (
        "security_guarantees",
        "Security guarantees",
        "Undertakings by other states or bodies to protect a party from a future attack.",
    )
    CEASEFIRE = "ceasefire", "Ceasefire", "A halt to all or some hostilities, its terms and its extension."
    TERRITORY_STATUS = (
        "territory_status",
        "Status of territory",
        "Which authority a territory belongs to or is administered by, and its autonomy.",
    )
    POLITICAL_SETTLEMENT = (
        "political_settlement",
        "Political settlement",
        "The lasting political order between or within the parties, such as a peace treaty or elections.",
    )
    NEUTRALITY_ALLIANCES = (
        "neutrality_alliances",
        "Neutrality and alliances",
        "Whether a state stays neutral or joins alliances or unions.",
    )
    SANCTIONS = (
        "sanctions",
        "Sanctions",
        "Economic or political restrictions on a party, their imposition, easing or lifting.",
    )
    PRISONERS = (
        "prisoners",
        "Prisoners",
        "Prisoners of war, detainees and other captives, their treatment, exchange or release.",
    )
    REMAINS = "remains", "Remains", "The bodies of the dead, their recovery, identification and return."
    CHILDREN_CIVILIANS = (
        "children_civilians",
        "Children and civilians",
        "The return, reunion or protection of children and of civilians who are not prisoners.",
    )
    HUMANITARIAN = (
        "humanitarian",
        "Humanitarian",
        "Relief and protection of people in general, such as aid, corridors, evacuations and missing persons.",
    )
    FOOD_AND_SHIPPING = (
        "food_and_shipping",
        "Food and shipping",
        "Export of food and fertiliser, and the safety of ports and shipping.",
    )
    ENERGY_INFRASTRUCTURE = (
        "energy_infrastructure",
        "Energy infrastructure",
        "Attacks on, protection of or supply through plants, grids and pipelines other than nuclear facilities.",
    )
    NUCLEAR_SAFETY = "nuclear_safety", "Nuclear safety", "The safety, control and operation of nuclear facilities."
    ECONOMY_RECONSTRUCTION = (
        "economy_reconstruction",
        "Economy and reconstruction",
        "Trade, assets, investment, resources, compensation as funding, and rebuilding.",
    )
    ACCOUNTABILITY = (
        "accountability",
        "Accountability",
        "Responsibility for crimes and damage, such as courts, amnesty and reparations.",
    )
    LEADERS_MEETING = (
        "leaders_meeting",
        "Meeting of leaders",
        "Whether, when, where and on what terms the leaders of the parties meet.",
    )
    MONITORING = (
        "monitoring",
        "Monitoring",
        "Observation and verification that what was agreed is kept, including missions and forces for it.",
    )
    RECOGNITION = (
        "recognition",
        "Recognition",
        "Recognition of a state, a government, an authority or a change of territory.",
    )
    LANGUAGE_MINORITIES = (
        "language_minorities",
        "Language and minorities",
        "Rights of languages, minorities and religious communities.",
    )
    PROCEDURE = (
        "procedure",
        "Procedure",
        "How the process itself is run, such as format, agenda, place, dates, participants and working groups.",
    )
    OTHER = "other", "Other", "A matter that no other code describes."


class AgendaTreatment(Code):
    """What a meeting did with an issue."""

    DISCUSSED = "discussed", "Discussed", "The issue was talked about, and no decision on it is known."
    AGREED = "agreed", "Agreed", "The participants agreed on the issue as it stood on the agenda."
    PARTLY_AGREED = (
        "partly_agreed",
        "Partly agreed",
        "The participants agreed on some points of the issue and left others open.",
    )
    DEFERRED = "deferred", "Deferred", "The issue was put off to a later meeting or passed to another body."
    REFUSED = "refused", "Refused", "The issue was raised, and at least one side refused to deal with it."


class Stance(Code):
    """What an actor says it wants or will do on an issue."""

    DEMANDS = "demands", "Demands", "The actor calls on another to grant or to do something.", "plover:DEMAND"
    OFFERS = "offers", "Offers", "The actor says that it will itself grant or do what is at issue."
    OFFERS_PARTIAL = (
        "offers_partial",
        "Offers in part",
        "The actor says that it will itself grant or do a limited part of what is at issue.",
    )
    ACCEPTS = "accepts", "Accepts", "The actor agrees to what another proposes or demands."
    ACCEPTS_LATER = (
        "accepts_later",
        "Accepts later",
        "The actor agrees to what another proposes or demands from a stated date or once a stated condition is met.",
    )
    REJECTS = (
        "rejects",
        "Rejects",
        "The actor turns down what another proposes or demands, or puts it off with no stated condition or date.",
        "plover:REJECT",
    )
    ABSTAINS = "abstains", "Abstains", "The actor expressly takes no side on the issue."
    CONDITIONS = (
        "conditions",
        "Sets conditions",
        "The actor names terms that must be met before it deals with or decides the issue, and accepts nothing yet.",
    )


class OutcomeType(Code):
    """What came of an event."""

    AGREEMENT_FULL = (
        "agreement_full",
        "Full agreement",
        "The parties agree on all the issues that they set out to settle.",
    )
    AGREEMENT_PARTIAL = (
        "agreement_partial",
        "Partial agreement",
        "The parties agree on some of the issues, or on some points of one, and leave the rest open.",
    )
    CEASEFIRE = (
        "ceasefire",
        "Ceasefire",
        "A halt to all or some hostilities is agreed, declared, extended or observed.",
        "cameo:0871",
    )
    EXCHANGE_AGREED = (
        "exchange_agreed",
        "Exchange agreed",
        "A handover of prisoners, detainees or other persons, or of remains of the dead, is promised.",
        "cameo:0353",
    )
    EXCHANGE_DONE = (
        "exchange_done",
        "Exchange done",
        "Prisoners, detainees or other living persons are handed over to the beneficiary.",
        "cameo:0841",
    )
    REMAINS_TRANSFER = (
        "remains_transfer",
        "Transfer of remains",
        "Remains of the dead are handed over to the beneficiary.",
    )
    HUMANITARIAN_ACCESS = (
        "humanitarian_access",
        "Humanitarian access",
        "Aid, evacuation or the passage of civilians is allowed or takes place.",
    )
    DOCUMENTS_EXCHANGED = (
        "documents_exchanged",
        "Documents exchanged",
        "Actors hand each other texts, such as memoranda or lists, without adopting them.",
    )
    TEXT_ADOPTED = (
        "text_adopted",
        "Text adopted",
        "A body or a conference adopts a text, such as a resolution, a communique or a declaration.",
    )
    AGREED_TO_CONTINUE = (
        "agreed_to_continue",
        "Agreed to continue",
        "The participants agree to meet again or to go on by other means.",
        "cameo:036",
    )
    NO_AGREEMENT = (
        "no_agreement",
        "No agreement",
        "The event ends without agreement on the issue, but contacts are not broken off.",
    )
    BREAKDOWN = (
        "breakdown",
        "Breakdown",
        "The event ends with at least one side breaking off the talks or the process.",
        "cameo:164",
    )


class OutcomeStatus(Code):
    """How far an outcome was accepted and carried out."""

    AGREED = "agreed", "Agreed", "Those concerned agreed to it, and nothing is known yet of its being carried out."
    ANNOUNCED = (
        "announced",
        "Announced",
        "At least one actor made it known, and the consent of all those concerned is not established.",
    )
    IMPLEMENTED = "implemented", "Implemented", "It was carried out in full."
    PARTLY_IMPLEMENTED = "partly_implemented", "Partly implemented", "It was carried out in part."
    NOT_IMPLEMENTED = (
        "not_implemented",
        "Not implemented",
        "It was agreed or announced, and the time for it passed without its being carried out.",
    )
    REJECTED = "rejected", "Rejected", "At least one of those whose consent it needed turned it down."
    NO_RESULT = "no_result", "No result", "There was nothing to carry out, because no agreement was reached."


class DocumentType(Code):
    """What kind of text a document is, by its own title or form."""

    AGREEMENT = (
        "agreement",
        "Agreement",
        "A text in which two or more actors undertake obligations to each other, including a treaty.",
    )
    PROTOCOL = (
        "protocol",
        "Protocol",
        "A text that supplements another agreement or records the results of a meeting, and is called a protocol.",
    )
    MEMORANDUM = (
        "memorandum",
        "Memorandum",
        "A text called a memorandum, whether agreed or handed over by one side as its terms.",
    )
    COMMUNIQUE = (
        "communique",
        "Communique",
        "A report on a meeting that its participants or its host issue in an agreed or official form.",
    )
    JOINT_STATEMENT = (
        "joint_statement",
        "Joint statement",
        "A text in which two or more actors state a common position without the form of an agreement.",
    )
    DECLARATION = (
        "declaration",
        "Declaration",
        "A solemn statement of principles or intent by one or more actors, usually called a declaration.",
    )
    PLAN = (
        "plan",
        "Plan",
        "A proposal for a settlement or for steps towards one, in points or stages, whether or not anyone accepted it.",
    )
    RESOLUTION = (
        "resolution",
        "Resolution",
        "A formal decision put to the vote of an international body or a legislature.",
    )
    LETTER = "letter", "Letter", "A text that one actor addresses to another or to a body."
    OTHER = "other", "Other", "A text of a kind that no other code describes."


class DocumentStage(Code):
    """What an agreement does in a peace process, by the stages of the PA-X database."""

    PRE_NEGOTIATION = (
        "pre_negotiation",
        "Pre-negotiation",
        "The agreement prepares talks, such as on who takes part, when, where, on what and under what safeguards.",
        "pax:Pre",
    )
    CEASEFIRE_RELATED = (
        "ceasefire_related",
        "Ceasefire",
        "The agreement does no more than provide for, monitor or extend a ceasefire or the demobilisation tied to one.",
        "pax:Cea",
    )
    FRAMEWORK_PARTIAL = (
        "framework_partial",
        "Framework, partial",
        "The agreement deals with some of the substantive issues of the conflict and leaves others open.",
        "pax:SubPar",
    )
    FRAMEWORK_COMPREHENSIVE = (
        "framework_comprehensive",
        "Framework, comprehensive",
        "The agreement sets out to resolve the substantive issues of the conflict as a whole.",
        "pax:SubComp",
    )
    IMPLEMENTATION = (
        "implementation",
        "Implementation",
        "The agreement puts into effect or renegotiates an earlier agreement other than a ceasefire.",
        "pax:Imp",
    )
    RENEWAL = (
        "renewal",
        "Renewal",
        "The agreement briefly renews earlier commitments other than a ceasefire and adds nothing of substance.",
        "pax:Ren",
    )
    OTHER = "other", "Other", "The agreement fits no other stage.", "pax:Oth"


class DocumentStatus(Code):
    """What standing a text has."""

    MULTIPARTY_SIGNED = (
        "multiparty_signed",
        "Signed by several parties",
        "Representatives of two or more opposing sides signed the text.",
    )
    INITIALLED = "initialled", "Initialled", "Negotiators initialled the text, and it was not signed."
    ADOPTED = "adopted", "Adopted", "A body or a conference approved the text by vote or consensus."
    UNILATERAL = "unilateral", "Unilateral", "One side issued or handed over the text as its own."
    ORAL = "oral", "Oral", "The understanding was reached by word of mouth, and no agreed text is known."
    DRAFT = "draft", "Draft", "The text was prepared or under negotiation and was neither issued nor agreed."
    REJECTED = (
        "rejected",
        "Rejected",
        "The text was put forward, and at least one of those whose consent it needed turned it down.",
    )
    UNCLEAR = "unclear", "Unclear", "Sources do not settle what standing the text has."


class SignatureForm(Code):
    """In what way an actor committed itself to a text, or did not."""

    SIGNED = "signed", "Signed", "The actor signed the text for one of those that it binds."
    INITIALLED = "initialled", "Initialled", "The actor put initials to the text, short of signing it."
    LETTER = "letter", "By letter", "The actor accepted the text by a separate letter."
    WITNESSED = (
        "witnessed",
        "Witnessed",
        "The actor signed the text as witness or guarantor, and not for one of those that it binds.",
    )
    ACCEDED = "acceded", "Acceded", "The actor joined the text after others had concluded it."
    DECLINED = "declined", "Declined", "The actor was to sign or accept the text and did not."


class ActorType(Code):
    """What kind of actor an actor is."""

    STATE = "state", "State", "A member or observer state of the United Nations, or its government."
    DE_FACTO_AUTHORITY = (
        "de_facto_authority",
        "De facto authority",
        "An authority that governs or claims a territory without general recognition as a state or government.",
    )
    ARMED_GROUP = (
        "armed_group",
        "Armed group",
        "An organised armed force that belongs to no state and does not govern as a de facto authority.",
    )
    IGO = "igo", "Intergovernmental organisation", "An organisation whose members are states, or one of its organs."
    NGO = (
        "ngo",
        "Non-governmental organisation",
        "An organisation founded by neither states nor their governments, including the Red Cross and Red Crescent.",
    )
    RELIGIOUS_BODY = (
        "religious_body",
        "Religious body",
        "A church, a faith community or an organ of one, except a state such as the Holy See.",
    )
    COALITION = (
        "coalition",
        "Coalition",
        "A grouping of states or other actors that act together without an organisation of their own.",
    )
    AGENCY = (
        "agency",
        "Agency",
        "A ministry, a service, a parliament or another body of a state or of a de facto authority.",
    )
    PERSON = "person", "Person", "A human being in a public role."
    OTHER = "other", "Other", "An actor of a kind that no other code describes."


class Qualifier(Code):
    """How exactly a number is known."""

    EXACT = "exact", "Exact", "The source gives the number as exact."
    APPROX = "approx", "Approximately", "The true number is near the given one, on either side."
    AT_LEAST = "at_least", "At least", "The true number is the given one or more."
    AT_MOST = "at_most", "At most", "The true number is the given one or less."


class Unit(Code):
    """What a quantity counts."""

    PERSONS = "persons", "Persons", "The quantity counts living people."
    BODIES = "bodies", "Bodies", "The quantity counts the remains of dead people."
    DAYS = "days", "Days", "The quantity counts calendar days."
    TONNES = "tonnes", "Tonnes", "The quantity is a weight in metric tonnes."
    STATES = "states", "States", "The quantity counts states, such as those that back a text."
    VOTES_FOR = "votes_for", "Votes for", "The quantity counts votes in favour."
    VOTES_AGAINST = "votes_against", "Votes against", "The quantity counts votes against."
    VOTES_ABSTAIN = "votes_abstain", "Abstentions", "The quantity counts abstentions."
    OTHER = "other", "Other", "The quantity has a unit that no other code describes and that the description names."


class PlacePrecision(Code):
    """How closely a place is known."""

    VENUE = "venue", "Venue", "The place is a building, a site or a crossing point."
    CITY = "city", "City", "The place is a city, a town or a village."
    REGION = "region", "Region", "The place is a part of a country, larger than a city."
    COUNTRY = "country", "Country", "The place is a country as a whole."


class Confidence(Code):
    """How sure it is that an event is recorded as it was."""

    HIGH = "high", "High", "Primary or independent sources agree on the essential facts."
    MEDIUM = "medium", "Medium", "The essential facts rest on one reliable source, or sources differ on some of them."
    LOW = (
        "low",
        "Low",
        "The essential facts rest on one side alone, on indirect reports or on sources that contradict each other.",
    )


class SourceType(Code):
    """What kind of source a source is."""

    PRIMARY_DOCUMENT = (
        "primary_document",
        "Primary document",
        "The text of an agreement, a resolution, a plan, a letter or another document itself.",
    )
    OFFICIAL_STATEMENT = (
        "official_statement",
        "Official statement",
        "What a government, an authority, an organisation or an office-holder published about its own acts or views.",
    )
    NEWS_AGENCY = "news_agency", "News agency", "A report of an agency that supplies news to other media."
    NEWSPAPER = "newspaper", "Newspaper", "A report of a newspaper, a magazine or a news site."
    BROADCASTER = "broadcaster", "Broadcaster", "A report of a television or radio station, on air or on its site."
    RESEARCH = "research", "Research", "A study, an analysis or a chronology by a scholar or a research body."
    IGO_REPORT = (
        "igo_report",
        "Report of an intergovernmental organisation",
        "A report by an intergovernmental organisation on what it observed or established.",
    )
    DATASET = "dataset", "Dataset", "A structured collection of data that others compiled."


class ClaimStance(Code):
    """How a source bears on what a record says."""

    SUPPORTS = "supports", "Supports", "The source says what the record or the field says."
    CONTRADICTS = (
        "contradicts",
        "Contradicts",
        "The source says something that cannot be true together with what the record or the field says.",
    )
    QUALIFIES = (
        "qualifies",
        "Qualifies",
        "The source agrees in part, and limits or adds to what the record or the field says.",
    )


class Match(Code):
    """How the thing that an identifier names elsewhere compares with our record."""

    EXACT = "exact", "Exact", "The other dataset means the same thing as our record."
    BROADER = "broader", "Broader", "What the other dataset means contains our record and more."
    NARROWER = "narrower", "Narrower", "What the other dataset means is a part of our record."
    RELATED = (
        "related",
        "Related",
        "What the other dataset means is connected with our record, but neither contains the other.",
    )


class Scheme(Code):
    """Which dataset an identifier comes from."""

    UCDP_CONFLICT = (
        "ucdp_conflict",
        "UCDP conflict",
        "The value is a conflict id of the UCDP/PRIO Armed Conflict Dataset.",
    )
    UCDP_DYAD = "ucdp_dyad", "UCDP dyad", "The value is a dyad id of the UCDP Dyadic Dataset."
    UCDP_ACTOR = "ucdp_actor", "UCDP actor", "The value is an actor id of the UCDP Actor Dataset."
    UCDP_AGREEMENT = (
        "ucdp_agreement",
        "UCDP agreement",
        "The value is an agreement id of the UCDP Peace Agreement Dataset.",
    )
    PAX_PROCESS = (
        "pax_process",
        "PA-X process",
        "The value is a peace process id of the PA-X Peace Agreements Database.",
    )
    PAX_AGREEMENT = (
        "pax_agreement",
        "PA-X agreement",
        "The value is an agreement id of the PA-X Peace Agreements Database.",
    )
    GW = "gw", "Gleditsch-Ward", "The value is a state number of the Gleditsch and Ward list of independent states."
    COW = (
        "cow",
        "Correlates of War",
        "The value is a country code of the Correlates of War State System Membership dataset.",
    )
    ISO3166 = "iso3166", "ISO 3166-1", "The value is an alpha-3 country code of the ISO 3166-1 standard."
    WIKIDATA = "wikidata", "Wikidata", "The value is an item id of Wikidata, beginning with Q."
    GEONAMES = "geonames", "GeoNames", "The value is a feature id of the GeoNames geographical database."


class Gender(Code):
    """The gender of a person, as publicly known."""

    FEMALE = "female", "Female", "The person is publicly known as a woman."
    MALE = "male", "Male", "The person is publicly known as a man."
    OTHER = "other", "Other", "The person is publicly known as neither a woman nor a man."


LISTS: dict[str, type[Code]] = {
    "event_type": EventType,
    "event_status": EventStatus,
    "process_format": ProcessFormat,
    "process_status": ProcessStatus,
    "mode": Mode,
    "role": Role,
    "attendance": Attendance,
    "rank": Rank,
    "issue": Issue,
    "agenda_treatment": AgendaTreatment,
    "stance": Stance,
    "outcome_type": OutcomeType,
    "outcome_status": OutcomeStatus,
    "document_type": DocumentType,
    "document_stage": DocumentStage,
    "document_status": DocumentStatus,
    "signature_form": SignatureForm,
    "actor_type": ActorType,
    "qualifier": Qualifier,
    "unit": Unit,
    "place_precision": PlacePrecision,
    "confidence": Confidence,
    "source_type": SourceType,
    "claim_stance": ClaimStance,
    "match": Match,
    "scheme": Scheme,
    "gender": Gender,
}
