"""Words that say nothing about a topic, in the languages of most comments; others are dropped as too frequent."""

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # type: ignore[import-untyped]  # scikit-learn has no types

GERMAN = """
aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist da dabei damit dann
das dass daß dein dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine
einem einen einer eines er es etwas euch für gegen haben hat hatte hier hinter ich ihr ihre im immer in ins ist ja jede
jeder jedes jetzt kann kein keine können man mehr mein meine mich mir mit muss nach nicht nichts noch nun nur ob oder
ohne schon sehr sein seine seit sich sie sind so soll sondern über um und uns unser unter viel vom von vor war waren was
weil wenn werden wie wir wird wo wurde zu zum zur zwischen
"""
FRENCH = """
ai au aucun aussi autre aux avec avoir car ce cela ces cet cette chez ci comme dans de des donc du elle elles en encore
est et étaient était été être eu fait fois font ici il ils je la le les leur leurs lui ma mais me même mes moi mon ne ni
nos notre nous on ont ou où par parce pas peu peut plus pour pourquoi qu quand que quel quelle qui sa sans se ses si son
sont sur ta te tes toi ton tous tout toute très trop tu un une va voici vos votre vous vraiment
"""
SPANISH = """
al algo alguna ante antes aquí así aún aunque bien cada como con contra cual cuando de del desde donde dos el él ella
ellas ellos en entre era eran es esa ese eso esta está están estas este esto estos estoy fue ha hace han hasta hay la
las le les lo los más me mi mis mucho muy nada ni no nos nosotros nuestra nuestro o otra otro para pero poco por
porque que qué quien se ser si sí sin sobre son su sus también tan tanto te tengo tiene tienen todo todos tu tus
un una uno y ya yo
"""
ITALIAN = """
abbiamo ad agli ai al alla alle allo anche avere che chi ci come con cosa cui da dal dalla degli dei del della delle di
dopo dove ed è era essere fa fra gli ha hanno ho il in io la le lei lo loro lui ma mi mia mio molto ne nei nel nella noi
non nostra nostro o ogni per perché più però poi può qua quando quello questa questo qui se sei si sia siamo sono sta su
sua sul sulla suo tra troppo tu tutti tutto un una uno voi
"""
PORTUGUESE = """
ainda ao aos as às até cada com como da das de dela dele depois do dos e é ela elas ele eles em entre era essa esse esta
está estão este eu foi há isso isto já lhe mais mas me mesmo meu minha muito na não nas nem no nos nós nossa nosso num o
os ou para pela pelo por porque qual quando que quem se sem ser seu só sua são também tão tem têm ter teu tudo um uma
você vocês
"""
DUTCH = """
aan al alle alleen als altijd ben bij daar dan dat de deze die dit doen door dus een en er ge geen had heb hebben heeft
heel het hier hij hoe hun ik in is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of
om omdat onder ons onze ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was wat we wel werd
wie wij wil worden wordt zal ze zelf zich zij zijn zo zonder zou
"""
POLISH = """
aby ale ani bardzo bez bo być by był była było będzie ci co czy dla do gdy go ich ile im ja jak jako je jego jej jest
jeszcze jeśli już ją każdy kiedy kto który która które lub ma mam mi mnie może można mój moja na nad nam nas nasz nasze
nawet nic nie nich niż o od ona one oni oraz po pod ponieważ przed przez przy są się swoje ta tak także tam te tego tej
ten to tu tutaj tych tylko tym u w we więc wszystko wy z za ze że
"""
STOP_WORDS = frozenset(ENGLISH_STOP_WORDS) | frozenset(
    word for words in (GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH, POLISH) for word in words.split()
)
"""In small letters."""
WORDS_THAT_ARE_NAMES = frozenset(
    """
amber angel april art ash august baker banks basil bell best berry bill bishop black blue bond booth branch brook brown
buck burns bush butler carol cash chance chase christian church clay cliff coach cook crystal daisy dale dawn day dean
destiny drew duke earl early east eve faith fields fisher flowers ford forest fox frank freeman french gay gene german
glad glen gold good grace grant gray green guy hall hand harmony hart hazel heath heaven herb hill holly home honey hood
hope house hunter ivory ivy jack jade jasmine jean jewel john joy judge june justice king lacy lake lance lane large
lee light lily little lock long love low luna major march mark marsh mason may mercy miles mill miller miss moon more
moss noble north old olive page paris park parks parker patience pearl penny phoenix piper poet pool poppy porter price
prince queen rain ray read reed rich ridge river robin rock rose ruby rusty sage sandy sharp shore short silver skip sky
small smart smith spring star steel stone storm stout strong summer sunny swift taylor temple tiger trinity trust
turner van victor violet walker wall ward waters way weaver weeks wells west white wild will winter wise wolf wood woods
worth wren young
""".split()
)
"""Ordinary English words that people are called by as well, in small letters."""
