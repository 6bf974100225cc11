"""Words for groups of people. Alone they are no insult, so no head but the one for attacks on identity sees them.

Written as the text path writes them (`wording.words_of`): small, without marks. Insults for groups are not here.
"""

from functools import lru_cache

# One list for all languages that share an alphabet: a comment in one often names a group in another.
_LATIN = """
    gay gays homosexual homosexuals homosexuality lesbian lesbians bisexual bisexuals bi queer queers lgbt lgbtq lgbtqia
    trans transgender transgenders transgendered transsexual transsexuals transman transwoman nonbinary heterosexual
    heterosexuals straight asexual intersex cis cisgender drag
    man men male males woman women female females girl girls boy boys lady ladies feminist feminists feminism
    wife wives husband husbands mother mothers father fathers
    black blacks white whites asian asians african africans hispanic hispanics latino latinos latina latinas latinx
    arab arabs arabic caucasian caucasians indian indians native natives aboriginal aboriginals indigenous european
    europeans american americans mexican mexicans chinese china japanese japan korean koreans vietnamese pakistani
    pakistanis turk turks turkish kurd kurds kurdish armenian armenians greek greeks syrian syrians afghan afghans
    iranian iranians iraqi iraqis russian russians ukrainian ukrainians polish romanian romanians nigerian nigerians
    somali somalis ethiopian ethiopians cuban cubans haitian haitians puertorican filipino filipinos filipina persian
    persians palestinian palestinians israeli israelis israel gypsies roma romani sinti irish italian italians german
    germans french english british scottish canadian canadians australian australians bulgarian bulgarians albanian
    albanians egyptian egyptians moroccan moroccans algerian algerians tunisian serb serbs serbian croatian
    jew jews jewish judaism muslim muslims islam islamic moslem moslems christian christians christianity catholic
    catholics protestant protestants orthodox evangelical evangelicals mormon mormons buddhist buddhists buddhism hindu
    hindus hinduism sikh sikhs sikhism atheist atheists atheism alevi alevis sunni sunnis shia shiite shiites yazidi
    immigrant immigrants immigration migrant migrants refugee refugees foreigner foreigners asylum alien aliens
    disabled disability disabilities handicapped blind deaf autistic autism wheelchair paralyzed paralysed epileptic
    elderly old older young younger teenager teenagers teenage millennial millennials senior seniors boomer boomers
    race races racial ethnic ethnicity religion religions religious minority minorities sexuality gender genders
    blackwoman blackman whiteman whitewoman pregnant poor
    escinsel escinseller lezbiyen lezbiyenler gey geyler biseksuel transseksuel travesti kadin kadinlar kadinlari
    kadinlarin erkek erkekler erkekleri kiz kizlar kizlari kizlarin bayan bayanlar feministler
    kurt kurtler kurtleri kurtlerin kurdu ermeni ermeniler ermenileri rum rumlar yunan yunanlar arap araplar araplari
    suriyeli suriyeliler suriyelileri suriyelilerin afgan afganlar afganlari yahudi yahudiler yahudileri musluman
    muslumanlar muslumanlari hristiyan hristiyanlar alevi aleviler alevileri sunni sunniler ateist ateistler turkler
    turkleri multeci multeciler multecileri gocmen gocmenler gocmenleri siginmaci siginmacilar yabanci yabancilar zenci
    zenciler siyahi siyahiler cingene cingeneler roman romanlar engelli engelliler sagir kor yasli yaslilar laz lazlar
    cerkez cerkezler
    homosexuell homosexuelle schwul schwule schwuler lesbe lesben frau frauen mann manner turke turken jude juden
    muslime muslimen auslander fluchtling fluchtlinge schwarze schwarzer migranten behinderte behindert
    homo homoseksueel lesbienne vrouw vrouwen mannen joden jood moslims vluchteling vluchtelingen
    femme femmes homme hommes juif juifs juive musulman musulmans musulmane arabe arabes noir noirs immigre immigres
    mujer mujeres hombre hombres negro negros judio judios musulmanes inmigrante inmigrantes mulher mulheres homem
    homens judeu judeus donna donne uomo uomini ebreo ebrei ebrea musulmano musulmani immigrato immigrati migranti rom
"""
_OTHER = """
    女 男 女性 男性 黒人 白人 韓国人 中国人 朝鮮人 日本人 外国人 移民 難民 同性愛 同性愛者 障害者 老人 在日
    여자 남자 여성 남성 동성애 동성애자 게이 레즈비언 흑인 백인 중국인 일본인 조선족 외국인 난민 무슬림 장애인 노인
    امراه نساء رجل رجال مسلم مسلمين مسلمون مسيحي مسيحيين يهود يهودي اليهود شيعه سني اكراد كردي لاجئ لاجئين مهاجر مهاجرين
"""


@lru_cache(maxsize=1)
def identity_terms() -> frozenset[str]:
    """All of them."""
    return frozenset((*_LATIN.split(), *_OTHER.split()))
