"""The block at the top of a résumé: name, headline, where to reach and where to find the person."""

import re
from collections.abc import Iterator

from documents import chunks, dates, places, words
from documents.lines import Line, Piece
from documents.resume import Kind
from documents.sections import is_document_title

_SEPARATOR = re.compile(
    r"\s*(?:[|│¦•·⋅∙⋄◆◇▪■♦●○∗*]|[\ue000-\uf8ff]|\t)+\s*|\s{3,}|\s+[/–—]\s+|\s+-\s+|\s*;\s+|\s*،\s*(?=\S+@)"
)
_REACH = re.compile(
    r"(?:mailto:|tel:)?\(?[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|(?:https?://|www\.)\S+"
    r"|\b(?:linkedin|github|gitlab|t|behance|dribbble|medium|xing|facebook|instagram|vk|twitter|x|"
    r"stackoverflow|hh|orcid|scholar\.google|kaggle)\.(?:com|me|org|net|ru|ua)/\S*"
    r"|(?<![\w@])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|me|ru|ua|de|fr|es|it|pl|pt|br|se|uk|il|cn|jp|eu|"
    r"example|info|tech|site|app|co)(?:/\S*)?(?![\w@])"
    r"|(?<![\w@/])@[A-Za-z]\w{3,}"
    r"|(?:tel:)?(?<![\w/])(?:\(?\+\(?\d{1,3}\)?|\(\d{2,5}\)|0\d|\d{2,4})(?:[\s.()/–‐-]{0,3}\d{2,5}){2,5}(?!\d)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(e-?mail|mail|email address|email id|phone|tel|telephone|telefono?|"
    r"telefone|teléfono|téléphone|telefon|mobile|móvil|mobil|mobilnr|"
    r"handy|cell|fax|address|adresse|anschrift|dirección|endereço|indirizzo|adres|linkedin|github|"
    r"website|web|portfolio|homepage|skype|telegram|whatsapp|viber|signal|date of birth|born|"
    r"geburtsdatum|geboren|geb|date de naissance|né|née|fecha de nacimiento|data de nascimento|"
    r"data di nascita|nato|nata|data urodzenia|dob|age|nationality|nationalität|"
    r"staatsangehörigkeit|"
    r"nationalité|nacionalidad|nacionalidade|nazionalità|marital status|familienstand|gender|"
    r"телефон|тел|моб|почта|эл|електронна|пошта|e-mail|адрес|адреса|дата рождения|дата народження|"
    r"возраст|вік|гражданство|громадянство|семейное положение|сімейний стан|телеграм|"
    r"הاتف|هاتف|الهاتف|جوال|الجوال|البريد الإلكتروني|البريد|العنوان|تاريخ الميلاد|الجنسية|"
    r"الحالة الاجتماعية|טלפון|נייד|דוא\"ל|דוא״ל|אימייל|מייל|כתובת|תאריך לידה|מצב משפחתי|ת\.ז|"
    r"電話|携帯|メール|メールアドレス|住所|生年月日|氏名|年齢|电话|手机|邮箱|电子邮箱|地址|出生日期|出生年月|年龄|"
    r"性别|籍贯|微信|國籍|電子郵件|住址|民族|政治面貌)\.?\s*(?:[:：./]|$|\s(?=\+?[\d(]))",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"^\W*(location|city|wohnort|ort|lieu|ville|ciudad|cidade|città|miasto|город|місто|"
    r"город проживания|"
    r"проживает|проживаю|проживание|мешкаю|based in|المدينة|עיר|現住所|所在地|居住地|现居|现居地|"
    r"现居城市)\s*[:：]\s*",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{1,5}[a-z]?,?\s+(?:[\w.]+\s+){0,3}(?:street|st\.|avenue|ave\.?|road|rd\.?|way|lane|drive|dr\.|blvd|boulevard|"
    r"court|place|square|apt|suite)\b|\b\d{5}(?:-\d{4})?\b|straße|strasse|str\.\s*\d|\brue\b|\bvia\s\w+|"
    r"\bcalle\b|\bc/\s|\brua\b|\bul\.|\bвул\.|\bул\.|\bд\.\s?\d|\bкв\.\s?\d|\bplatz\s\d|\bweg\s\d|\d+号|〒|丁目|番地",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"родил(?:ся|ась)|народи(?:вся|лась)|\bborn (?:on|in)\b|geboren (?:am|in)|\bnée? le\b|"
    r"\bnacid[oa] el\b|\bnascid[oa] em\b|\bnat[oa] il\b|urodzon[ya]|مواليد|יליד",
    re.IGNORECASE,
)
_FEW = 3  # words
_SITE = re.compile(r"^[\w-]{2,}(?:\.[\w-]{2,})+(?:/\S*)?$")
_NAMED = re.compile(
    r"^(?:(?:full )?name|first name.*|vor- und nachname|vor- und zuname|nom(?: et prénom)?|"
    r"nombre(?: y apellidos)?|nome(?: completo| e cognome)?|imię i nazwisko|піб|п\.і\.б\.|ім'я|"
    r"фио|ф\.и\.о\.|имя|الاسم(?: الكامل)?|שם(?: מלא)?|氏名|名前|姓名)\s*(?:$|[:：\t]\s*)",
    re.IGNORECASE,
)
_PROSE = 500  # characters: a line with more is looked at no closer
_MANY = 60  # lines
_LONG = 12


def parse(block: list[Line], *, named: bool, headed: bool = False) -> list[Piece]:
    """The pieces of a contact block; name and headline are looked for unless they are known."""
    block, found = ([*block], []) if named else _labelled_name(block)
    named = named or bool(found)
    name = None if named else _name(block)
    late = False
    for at, line in enumerate(block):
        above = block[at - 1] if at else None
        seen = {piece.kind for piece in found[-_MANY:]}
        headed, late = headed or Kind.HEADLINE in seen, late or Kind.CONTACT in seen
        if at > _MANY:
            found.append(Piece(Kind.OTHER, line))  # no such block is this long
        elif line is name:
            found += _name_line(line, headed=headed)
        elif above is not None and _is_bare_label(above.text):
            found.append(Piece(Kind.CONTACT, line))  # the value in a form's next cell
        elif len(line.text) > _PROSE or is_document_title(line.text) or _is_long(line.text):
            kind = Kind.OTHER if is_document_title(line.text[:_PROSE]) else Kind.SUMMARY
            found.append(Piece(kind, line))
        else:
            unsure = (late and not words.has("occupation", line.text)) or not (name or named)
            found += _pieces(line, headed=headed or unsure)
    return found


def _labelled_name(block: list[Line]) -> tuple[list[Line], list[Piece]]:
    """The block without a name that a form labels as such ("Name: Ada"), and its pieces."""
    for at, line in enumerate(block):
        mark = _NAMED.match(line.text[:_PROSE])
        value = line.after(mark.end()) if mark else None
        if value is not None and value.text:
            return block[:at] + block[at + 1 :], [Piece(Kind.NAME, value)]
        if value is not None and at + 1 < len(block) and _may_be_name(block[at + 1].text):
            pieces = [Piece(Kind.OTHER, line), Piece(Kind.NAME, block[at + 1])]
            return block[:at] + block[at + 2 :], pieces
    return block, []


def _is_long(text: str) -> bool:
    return text.count(" ") >= _LONG and not _reaches(text) and "|" not in text


def _name(block: list[Line]) -> Line | None:
    """The line that has the name: the largest of the first ones that can be one."""
    first = [line for line in block[:8] if len(line.text) <= _PROSE]
    able = [line for line in first if _may_be_name(_before_separator(line.text))]
    sure = [line for line in able if not places.may_be_place(_before_separator(line.text))]
    if able and len(able[0].text.split(",")[0].split()) > 1:
        sure = [able[0], *sure]  # "Ada Example, MD" is no place in Maryland
    if not sure:
        return None
    largest = max(line.size for line in sure)
    top = sure[0]
    return top if top.size >= largest * 0.95 else next(s for s in sure if s.size == largest)


def _before_separator(text: str) -> str:
    first = _SEPARATOR.split(_REACH.split(text)[0])[0]
    return re.sub(r",\s*\d.*$", "", first).strip(" ,")  # "Ada Example, 29 years old"


def _may_be_name(text: str) -> bool:
    if not 2 <= len(text) <= 60 or text.count(" ") > 5 or re.search(r"[\d:@/]", text):
        return False
    if is_document_title(text) or _LABEL.match(text) or words.count("occupation", text) > 1:
        return False
    lower = text.islower() and (text.count(" ") != 1 or words.has("occupation", text))
    return any(map(str.isalpha, text)) and not lower and text[0].isalpha()


def _name_line(line: Line, *, headed: bool) -> list[Piece]:
    """A line that begins with the name; what follows a separator is of other kinds."""
    name = _before_separator(line.text)
    start = line.text.index(name)
    piece = Piece(Kind.NAME, line.cut(start, start + len(name)))
    rest = chunks.trim(line.after(start + len(name)))
    return [piece, *(_pieces(rest, headed=headed) if any(map(str.isalnum, rest.text)) else [])]


def _pieces(line: Line, *, headed: bool) -> list[Piece]:
    if _LABEL.match(line.text) and not _SEPARATOR.search(line.text):
        return [Piece(Kind.CONTACT, line)]
    segments = list(_segments(line))
    kinds = [_kind(segment.text) for segment in segments]
    if len(segments) > 1 and not any(kinds):
        return [Piece(Kind.OTHER if headed else Kind.HEADLINE, line)]  # one headline in two parts
    reached = Kind.CONTACT in kinds
    found: list[Piece] = []
    for segment, kind in zip(segments, kinds, strict=True):
        if kind is None and found and reached and segment.text[0].islower():
            kind = Kind.OTHER  # a remark on the number before it
        if kind is None and reached and " " not in segment.text and segment.text.islower():
            kind = Kind.CONTACT  # a user name whose icon says of what
        if kind is None and reached and headed and places.is_city(segment.text):
            kind = Kind.LOCATION
        if kind is None and not headed:
            found += _headline(segment)
            headed = True
        else:
            found.append(Piece(kind or Kind.OTHER, segment))
    return found


def _segments(line: Line) -> Iterator[Line]:
    """The parts of a line between separators and around addresses and numbers."""
    at = 0
    for mark in [*_SEPARATOR.finditer(line.text), None]:
        end = mark.start() if mark else len(line.text)
        yield from _around(line.cut(at, end))
        at = mark.end() if mark else end


def _around(segment: Line) -> Iterator[Line]:
    if _LABEL.match(segment.text) or dates.find(segment.text):
        yield from [segment] if segment.text else []
        return
    at = 0
    for mark in [*_REACH.finditer(segment.text), None]:
        between = segment.cut(at, mark.start() if mark else len(segment.text))
        bare = re.sub(r"^[\s,;(]+|[\s,;:(]+$", "", between.text)
        if any(map(str.isalnum, bare)):
            start = between.text.index(bare)
            yield between.cut(start, start + len(bare))
        if mark:
            yield segment.cut(mark.start(), mark.end())
            at = mark.end()


def _kind(text: str) -> Kind | None:
    if (
        _SITE.match(text)
        or _reaches(text)
        or _is_label(text)
        or _STREET.search(text)
        or _PERSONAL.search(text)
    ):
        return Kind.CONTACT
    if _HOME.match(text) or places.may_be_place(text):
        return Kind.LOCATION
    return Kind.OTHER if dates.find(text) else None


def is_reach(text: str) -> bool:
    """Whether *text* is hardly more than an address or a number, wherever it stands."""
    if len(text) > _PROSE or not _reaches(text):
        return False
    return _is_label(text) or len(re.findall(r"\w{2,}", _REACH.sub(" ", text))) <= _FEW


def _is_label(text: str) -> bool:
    """Whether *text* begins with a label such as "Phone:", or is one."""
    return _LABEL.match(text) is not None or _LABEL.match(text.strip("() ") + ":") is not None


def _is_bare_label(text: str) -> bool:
    """Whether *text* is a label without its value."""
    mark = _LABEL.match(text.rstrip(":： ") + ":")
    return mark is not None and mark.end() > len(text.rstrip(":： "))


def _reaches(text: str) -> bool:
    """Whether *text* has an address or a number; years are no number of a telephone."""
    dated = [range(found.start, found.end) for found in dates.find(text)]
    marks = _REACH.finditer(text)
    return any(not any(mark.start() in span for span in dated) for mark in marks)


def _headline(segment: Line) -> Iterator[Piece]:
    """A headline, and the place after it: "Electrician, Porto, Portugal"."""
    parts = segment.text.split(",")
    for count in range(1, len(parts)):
        head, rest = ",".join(parts[:count]), ",".join(parts[count:]).strip()
        if words.has("occupation", head) and places.may_be_place(rest):
            yield Piece(Kind.HEADLINE, segment.cut(0, len(head)))
            yield Piece(Kind.LOCATION, segment.after(len(head) + 1))
            return
    yield Piece(Kind.HEADLINE, segment)
