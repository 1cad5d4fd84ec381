"""Job posts of companies that do not exist, in the languages that we read."""

POSTINGS = {
    "de": """Industrieelektriker (m/w/d) – Beispielwerk GmbH, Köln

Ihre Aufgaben
- Wartung und Störungssuche an Förderanlagen

Ihr Profil
- Abgeschlossene Ausbildung als Elektroniker oder vergleichbar
- Mindestens 3 Jahre Berufserfahrung in der Instandhaltung
- Gute Kenntnisse in Siemens S7 und EPLAN
- Bereitschaft zur Schichtarbeit
- Führerschein Klasse B
- Deutsch fließend

Von Vorteil
- Schweißerschein
- Englischkenntnisse

Wir bieten
- 30 Tage Urlaub""",
    "fr": """Comptable général H/F — Exemple SARL (Lyon)

Vos missions :
- Tenue de la comptabilité fournisseurs

Profil recherché :
- Bac+3 en comptabilité
- Expérience de 4 ans minimum en cabinet
- Maîtrise de Sage et d'Excel
- Connaissance des normes IFRS
- Anglais courant
- Rigueur et autonomie

Atouts :
- SAP
- Power BI""",
    "es": """Enfermera UCI – Hospital Ejemplo, Sevilla
Funciones:
- Cuidado de pacientes críticos
Requisitos:
- Grado en Enfermería
- 2 años de experiencia en UCI
- Manejo de ventilación mecánica y hemodiálisis
Se valora:
- Inglés B2""",
    "pt": """Analista de Logística — Exemplo Transportes (Campinas)
Requisitos
- Ensino superior em Logística ou Administração
- Experiência com WMS e SAP
- Inglês intermediário
Diferenciais
- Power BI""",
    "it": """Cuoco capo partita – Ristorante Esempio, Torino
Requisiti
- Esperienza di almeno 3 anni in cucina
- Conoscenza delle norme HACCP
- Disponibilità a turni
Costituisce titolo preferenziale
- Inglese""",
    "pl": """Magazynier – Przykład Sp. z o.o., Poznań
Wymagania:
- uprawnienia na wózek widłowy
- znajomość obsługi skanera i WMS
Mile widziane:
- prawo jazdy kat. B""",
    "uk": """Вчитель математики — Гімназія «Приклад», Львів
Вимоги:
- вища освіта
- володіння Google Classroom
- англійська B1
Буде перевагою:
- підготовка до НМТ""",
    "ru": """Вакансия: Менеджер по закупкам
Компания: ООО «Пример»
Город: Казань
Требования:
— опыт работы в закупках от 2 лет
— уверенное знание Excel и 1С
Будет плюсом:
— права категории B
Условия:
— офис""",
    "ar": """محاسب أول - شركة المثال، الرياض
المتطلبات:
- بكالوريوس في المحاسبة
- إجادة برنامج Excel و SAP
- اللغة الإنجليزية جيدة
يفضل:
- شهادة SOCPA""",
    "he": """מנהל מחסן - דוגמה בע"מ, חיפה
דרישות:
- ניסיון של 3 שנים בניהול מחסן
- שליטה ב-Excel ו-SAP
יתרון:
- ניסיון בניהול צוות""",
    "ja": """職種：バックエンドエンジニア
会社名：株式会社サンプル
勤務地：東京
応募資格
・Pythonでの開発経験3年以上
・SQLの知識
・ビジネスレベルの英語
歓迎
・Kubernetesの経験""",
    "zh": """会计主管
公司：示例贸易有限公司
工作地点：上海
任职要求：
1、会计本科及以上学历
2、5年以上会计工作经验
3、熟练使用SAP和Excel
优先条件：
1、有审计经验者优先""",
}
