"""Words of our own: no source that may be passed on has labels for some, and readers of newspapers star others out.

1 is said of one thing alone and coarsely; about half has an ordinary sense as well; less is seldom meant so.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_SEXUAL = {
    1.0: """
        anal anus blowjob blowjobs boner boners bukkake buttplug clit clitoris cock cocks cocksucker
        cocksuckers cocksucking creampie cum cumming cumshot cumshots cunnilingus cunt cunts deepthroat dick
        dicks dicksucker dildo dildos ejaculate ejaculated ejaculating ejaculation erection erections
        fellatio fingering foreskin fuckbuddy gangbang gangbangs handjob handjobs hardon hentai horny
        jerkoff jism jizz masturbate masturbated masturbates masturbating masturbation milf milfs
        motherfucker nipple nipples nude nudes orgasm orgasms orgy orgies penis penises porn porno
        pornographic pornography porns prick pussies pussy rimjob schlong scrotum semen sex sexual sexually
        sodomy sodomize sodomized sperm threesome tits titties titty titfuck vagina vaginal vaginas vibrator
        vulva wank wanker wankers wanking whore whores xxx
    """,
    0.7: """
        arse asshole assholes ass asses balls ballsack boobs boob breasts brothel bugger buggery butthole
        buttsex condom condoms crotch erotic fag fags faggot faggots fuck fucked fucker fuckers fucking
        fucks genital genitals genitalia hooker hookers incest kinky molest molested molester molesting
        naked paedophile pedo pedophile pedophiles pedos perv pervert perverts perverted prostitute
        prostitutes prostitution rape raped rapes raping rapist rapists sexy skank skanks slut sluts slutty
        strapon stripper strippers suck sucked sucker sucking sucks testicle testicles thot thots twat twats
        underage virgin virgins
    """,
    0.4: """
        bang banged bang bitch bitches bra bust butt buttocks hoe hoes hump humping intimate kiss knob lick
        licked licking lube lust lusty moan moaning orally panties panty seduce seduced seductive shag
        shagged shagging spank spanked spanking spread strip stroke stroking swallow swallowed undress
        undressed voyeur wet wiener willy
    """,
}
_RUDE = {
    1.0: """
        arsehole arseholes arsewipe asscunt assface asshat asshats asshole assholes asslicker asswipe
        bastard bastards bellend bitchass bollocks bullshit bullshitter bullshitting clusterfuck cockface
        cockhead cocksucker cocksuckers cuck cucks cunt cunts cunty dickface dickhead dickheads dickwad
        dickweed dipshit dipshits douchebag douchebags dumbass dumbasses dumbfuck dumbfucks fag faggot
        faggots fags fatass fatso fck fcking fuck fuckass fucked fucker fuckers fuckface fuckhead fuckin
        fucking fucks fucktard fucktards fuckup fuckwit fuckwits fuk fuking fukin gtfo horseshit jackass
        jackasses jerkoff kike kikes lardass libtard libtards minger mofo mofos motherfuck motherfucker
        motherfuckers motherfucking mothafucka muthafucka nigga niggas nigger niggers numbnuts nutsack paki
        pakis pisshead pissoff prick pricks pussies raghead ragheads retard retarded retards scumbag
        scumbags shit shitbag shite shitface shithead shitheads shithole shitlord shits shitstain shitting
        shitty sht skank slag slut sluts spastic spaz spic spics stfu thundercunt towelhead trannies tranny
        twat twats wanker wankers wetback wetbacks whore whores wop chink chinks gook gooks coon coons dyke
        dykes homo homos sandnigger beaner beaners shitstorm batshit apeshit jizz dickless ballless gobshite
        knobhead tosser tossers wankstain
    """,
    0.7: """
        airhead arse ass asses bitch bitches bitching brainless buffoon buffoons clown clowns coward cowards
        cretin cretins crackhead crackpot creep creeps damned degenerate degenerates deluded dickish dimwit
        dimwits douche douches dumb dumber dumbest dummies dummy dunce dweeb fool foolish fools freak freaks
        gasbag goon goons halfwit hypocrite hypocrites idiot idiotic idiots ignoramus ignorant imbecile
        imbeciles imbecilic jerk jerks knob lame liar liars loser losers lowlife lowlifes lunatic lunatics
        maggot maggots moron moronic morons nazi nazis nincompoop nitwit nitwits nutcase nutjob nutjobs
        nutter parasite parasites pathetic perv pervert perverts pig pigs piss pissed pissing psycho
        psychopath psychos pussy scum scumbags sheeple shill shills simpleton simpletons sissy sleazebag
        sleazeball slimeball sociopath stupid stupider stupidest stupidity suck sucks swine thug thugs
        traitor traitors trash troll trolls turd turds ugly vermin wacko wackos weasel weirdo weirdos whiner
        wimp wimps worthless wuss crap crappy arsed frigging freaking effing bloody bugger bugger screwed
    """,
    0.4: """
        absurd annoying awful bigot bigots brainwashed childish clueless crazy creepy cry crybaby delusional
        despicable disgrace disgraceful disgusting drivel dumbed egomaniac evil fat fascist fascists garbage
        gross hag hate hateful hell horrible hysterical incompetent insane joke laughable lazy lies lying
        mad mental mindless monkey monster nasty nonsense nuts obnoxious phony puke racist racists rat rats
        ridiculous rotten rubbish senile shame shameful shut sick sickening silly snowflake snowflakes stink
        stinks stinking troll useless vile vomit whining wicked damn darn
    """,
}
_VIOLENT = {
    1.0: """
        behead beheaded decapitate decapitated disembowel dismember execute executed hang hanged hanging
        kill killed killing lynch lynched lynching massacre murder murdered murdering slaughter slaughtered
        slit stab stabbed stabbing strangle strangled exterminate exterminated guillotine castrate castrated
        gas gassed nuke nuked assassinate assassinated shoot shot shooting rape raped
    """,
    0.6: """
        beat beaten beating bleed blood bomb bombed bombing bullet bullets burn burned burning choke choked
        corpse crush dead death destroy die dies drown gun guns gut hunt hurt knife maim noose poison punch
        punched rope smash smashed stomp suicide throat torture tortured whip whipped grave skull shotgun
        rifle firing squad torch
    """,
    0.3: """
        attack attacked break broken cut find fight hit kick kicked knock pay regret revenge shut slap
        slapped smack sorry suffer watch wipe eliminate gonna coming address family neck face teeth jaw bury
        buried
    """,
}


def _flat(by_strength: Mapping[float, str]) -> Mapping[str, float]:
    """The words with their strengths; of a word that stands twice the greater."""
    return MappingProxyType(
        {word: strength for strength in sorted(by_strength) for word in by_strength[strength].split()}
    )


@lru_cache(maxsize=1)
def own_words() -> Mapping[str, Mapping[str, float]]:
    """By what they speak of, each word as the text path writes it, and its strength."""
    return {"rude": _flat(_RUDE), "sexual": _flat(_SEXUAL), "violent": _flat(_VIOLENT)}
