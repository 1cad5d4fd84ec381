"""Words that carry no meaning alone, in the languages that we read."""

from functools import cache

# Function words: too frequent to prove anything.
_FUNCTION = {
    "en": """a an the and or of in on at to for with from by as is are be was
        were will you your we
        our us they their this that these those it its who what which can may must should have has
        had do does not no but if into per via about over under within across than then also such
        more most other any all both each every up out so including etc""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder von vom im in an am
        auf zu zum zur für mit aus bei nach über unter durch als ist sind war wird werden du dein
        deine sie ihr ihre ihren wir uns unser unsere es nicht kein keine auch sowie bzw wie wenn
        dass sich haben hat hast bist sind ab bis um wo was wer mehr zb""",
    "fr": """le la les l un une des du de d et ou à au aux en dans sur sous
        pour par avec sans chez
        est sont être vous votre vos nous notre nos il elle ils elles ce cette ces qui
        que quoi dont
        où ne pas plus ainsi aussi comme si son sa ses leur leurs vers entre afin etc y""",
    "es": """el la los las un una unos unas y e o u de del al a en con sin por para sobre entre
        desde hasta como que se su sus tu tus es son ser está están nuestro nuestra nuestros
        nuestras no más también lo le les este esta estos estas etc muy""",
    "pt": """o a os as um uma uns umas e ou de do da dos das no na nos nas em
        com sem por para pelo
        pela sobre entre até como que se seu sua seus suas é são ser está nosso nossa nossos não
        mais também ao aos à às este esta etc você""",
    "it": """il lo la i gli le un uno una e o ed di del dello della dei degli delle a al allo alla
        ai agli alle da dal dalla in nel nella nei con su sul sulla per tra fra che chi
        come è sono
        essere non più anche si suo sua tuo tua nostro nostra ecc""",
    "pl": """i oraz lub albo w we z ze na do od po pod nad dla przez przy o u za jest są być to
        ten ta te nie tak jak się co który która które nasz nasza nasze twój twoja twoje ciebie
        nas oferujemy będziesz także również itp""",
    "uk": """і й та або чи в у на з із зі до від по під над для через при про за це цей ця ці не
        так як що який яка які ми ви наш наша ваш ваша є бути також нас вас від тощо""",
    "ru": """и а или в во на с со к ко от до по под над для через при о об про за это этот эта
        эти не так как что который которая которые мы вы наш наша ваш ваша есть быть также нас
        вас из у же ли то""",
    "ar": """و أو في من إلى على عن مع هذا هذه ذلك التي الذي هو هي أن إن لا ما كل بين بعد قبل حتى
        كما أي لدى ضمن خلال ثم""",
    "he": """של את על עם או גם לא זה זו הוא היא אנחנו אתם אתה כל בין לפי אל כי אם יש אין מה מי כמו
        עד""",
    "ja": """の に は を が で と も や から まで より など および または です ます する こと
        もの""",
    "zh": """的 和 与 或 及 在 是 有 对 为 等 以 并 了 您 我们 你""",
}

# Words of postings that say how much is asked, not what.
_GENERIC = {
    "en": """experience experienced knowledge skill skills strong good solid excellent proven deep
        ability able capable understanding working proficiency proficient expertise familiarity
        familiar hands-on hands years year similar equivalent least minimum required requirement
        requirements preferred plus bonus relevant field advanced fluent confident background
        comfortable track record demonstrated practical professional previous prior preferably
        ideally essential desirable competent exposure expert use using someone looking
        need needed
        know active valid current related high level production duty duties
        written spoken oral verbal tools tool systems frameworks framework modern habit""",
    "de": """erfahrung erfahrungen kenntnisse kenntnis fähigkeit gute guter sehr fundierte sichere
        sicherer sicher umgang idealerweise mehrjährige jahre jahr mindestens berufserfahrung
        praxis verständnis vergleichbar ähnlich ähnliche wünschenswert vorteil bereich
        wort schrift erforderlich vorausgesetzt routinierter bereitschaft erste
        einschlägige nachweisbare
        abgeschlossene""",
    "fr": """expérience expériences connaissance connaissances compétence compétences maîtrise
        bonne bon bonnes solide solides excellente excellent ans an année années minimum moins
        similaire équivalent souhaitée souhaité idéalement atout capacité notions
        disponibilité normes confirmée
        significative pratique requise requis exigé""",
    "es": """experiencia conocimiento conocimientos dominio manejo nivel avanzado alto buen buena
        años año mínimo mínima menos similar equivalente deseable valorable imprescindible
        capacidad disponibilidad curso demostrable sólida sólidos requerido valora""",
    "pt": """experiência conhecimento conhecimentos domínio nível avançado bom boa sólida sólidos
        anos ano mínimo mínima menos similar equivalente desejável diferencial capacidade
        comprovada disponibilidade curso imprescindível ativo ativa obrigatório""",
    "it": """esperienza esperienze conoscenza conoscenze competenza competenze ottima ottimo buona
        buono anni anno minimo almeno simile equivalente preferibile gradita gradito capacità
        padronanza disponibilità norme comprovata richiesta""",
    "pl": """doświadczenie doświadczenia znajomość umiejętność umiejętności wiedza wiedzy bardzo
        dobra dobrej dobre dobry lat lata rok roku minimum co najmniej podobne mile
        widziane gotowość
        widziana praktyczna praktyczne biegła""",
    "uk": """досвід досвіду знання вміння навички рік роки років мінімум щонайменше впевнене
        впевнений добре відмінне аналогічний бажано перевага буде плюсом роботи володіння""",
    "ru": """опыт опыта знание знания умение умения навык навыки год года лет минимум менее не
        уверенное уверенный уверенная хорошее отличное аналогичный желательно преимущество будет
        плюсом работы владение понимание""",
    "ar": """خبرة الخبرة معرفة المعرفة مهارة مهارات إجادة القدرة سنوات سنة جيدة جيد ممتازة ممتاز
        يفضل يشترط لا تقل مماثل""",
    "he": """ניסיון נסיון ידע יכולת היכרות שליטה שנים שנה לפחות טובה טוב מצוין מעולה יתרון חובה
        דומה""",
    "ja": """経験 知識 スキル 能力 年以上 以上 必須 歓迎 尚可 実務経験 理解 方""",
    "zh": """经验 知识 技能 能力 年以上 以上 优先 熟悉 掌握 精通 了解 具备 具有 良好 熟练 较强
        相关""",
}


@cache
def function_words(code: str = "") -> frozenset[str]:
    """The function words of one language, or of all."""
    return _collect(_FUNCTION, code)


@cache
def generic_words(code: str = "") -> frozenset[str]:
    """Words that say how much is asked ("solid", "Kenntnisse"), of one language or of all."""
    return _collect(_GENERIC, code)


def _collect(table: dict[str, str], code: str) -> frozenset[str]:
    chosen = [table.get(code, "")] if code else table.values()
    return frozenset(word for words in chosen for word in words.split())
