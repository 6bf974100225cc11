"""Words of sex and how plainly each speaks of it: our own list, since no source that may be passed on has such labels.

1 is said of sex alone and coarsely; .5 has an ordinary sense as well; .3 is seldom meant so.
"""

from collections.abc import Mapping
from functools import lru_cache

_BY_STRENGTH = {
    1.0: """
        anal anus blowjob blowjobs boner boners bukkake buttplug clit clitoris cock cocks cocksucker cocksuckers
        cocksucking creampie cum cumming cumshot cumshots cunnilingus cunt cunts deepthroat dick dicks dicksucker dildo
        dildos ejaculate ejaculated ejaculating ejaculation erection erections fellatio fingering foreskin fuckbuddy
        gangbang gangbangs handjob handjobs hardon hentai horny jerkoff jism jizz masturbate masturbated masturbates
        masturbating masturbation milf milfs motherfucker nipple nipples nude nudes orgasm orgasms orgy orgies penis
        penises porn porno pornographic pornography porns prick pussies pussy rimjob schlong scrotum semen sex sexual
        sexually sodomy sodomize sodomized sperm threesome tits titties titty titfuck vagina vaginal vaginas vibrator
        vulva wank wanker wankers wanking whore whores xxx
    """,
    0.7: """
        arse asshole assholes ass asses balls ballsack boobs boob breasts brothel bugger buggery butthole buttsex
        condom condoms crotch erotic fag fags faggot faggots fuck fucked fucker fuckers fucking fucks genital genitals
        genitalia hooker hookers incest kinky molest molested molester molesting naked paedophile pedo pedophile
        pedophiles pedos perv pervert perverts perverted prostitute prostitutes prostitution rape raped rapes raping
        rapist rapists sexy skank skanks slut sluts slutty strapon stripper strippers suck sucked sucker sucking sucks
        testicle testicles thot thots twat twats underage virgin virgins
    """,
    0.4: """
        bang banged bang bitch bitches bra bust butt buttocks hoe hoes hump humping intimate kiss knob lick licked
        licking lube lust lusty moan moaning orally panties panty seduce seduced seductive shag shagged shagging spank
        spanked spanking spread strip stroke stroking swallow swallowed undress undressed voyeur wet wiener willy
    """,
}


@lru_cache(maxsize=1)
def sexual_words() -> Mapping[str, float]:
    """Each word, as the text path writes it, and its strength."""
    return {word: strength for strength, words in _BY_STRENGTH.items() for word in words.split()}
