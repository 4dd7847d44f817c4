/** Words that a text has whatever it is about, by language; without accents. They also tell which language a text is in. */
const WORDS = {
  en: `
    a about after all also am an and any are as at be because been before being but by came can come comes coming
    could did do does doing done for from get gets getting give go going got had has have having he hello help her
    here hey hi him his how i if in into is it its just know let like make many may me mean means might mine more
    most much must my need needs no not now of off on once one only or other our ours out over own please pls really
    same shall she should so some such tell than thank thanks that the their them then there these they this those
    to too under until up us very want wants was we were what when where which while who whom whose why will with
    within without would yes you your yours`,
  pt: `
    a ao aos aquela aquele aqui as ate boa bom com como da das de dela dele depois do dos e ela ele eles em entre
    era essa esse esta estao estar este estou eu fazer foi ha isso isto ja la lhe mais mas me mesmo meu minha muito
    na nao nas nem no nos nossa nosso o obrigado oi ola onde os ou para pela pelo pelos pode podem por porque posso
    quais qual quando quanto que quem quero saber se sem ser seu seus sim so sobre sou sua suas tem tenho ter tive
    tudo um uma umas uns vai voce voces`,
  es: `
    a al algo algun alguna ante aqui asi aun bien cada como con contra cual cuales cuando cuanto de del desde donde
    durante e el ella ellas ellos en entre era eres es esa ese eso esta estan estar este esto estos estoy fue
    gracias ha hacer han hasta hay hola la las le les lo los mas me mi mis muy nada ni no nos nosotros nuestra
    nuestro o otra otro para pero poco por porque puede puedo que quien quiero sabe se sea ser si sin sobre son soy
    su sus tambien tengo tiene todo todos tu tus un una uno unos usted ustedes y ya yo`,
  de: `
    aber alle als am an auch auf aus bei bin bis bist bitte da damit danke dann das dass dein dem den denn der des
    die dies diese dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas fur gibt habe haben
    hallo hat hatte hier ich ihr ihre im in ist ja jede kann kannst kein keine konnen konnte man mein meine mich mir
    mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein sich sie sind so soll uber um und uns unser unter
    vom von vor wann warum was welche welcher wenn wer werden wie will wir wird wo wurde zu zum zur`,
  fr: `
    a ai ainsi alors apres au aucun aussi autre aux avant avec avez avoir bien bonjour c ca car ce ceci cela ces cet
    cette chez ci comme comment d dans de depuis des deux donc du elle elles en encore est et etait ete etes etre eu
    faire fait faut il ils j je jusque l la le les leur leurs lors lui m ma mais me meme merci mes moi mon n ne ni
    nos notre nous on ont ou par parce pas peut peux plus pour pourquoi pouvez puis qu quand que quel quelle quelles
    quels qui quoi s sa sans se sera ses si son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres
    tu un une vers voir vos votre vous y`,
  it: `
    a ad ai al alla alle allo anche avere aveva c che chi ci ciao coi col come con cosa cui d da dai dal dalla dalle
    dei del della delle dello di dice dove e ecco ed era essere fa fare fra gia gli grazie ha hai hanno ho i il in
    io l la le lei li lo loro lui ma me mi mia mie miei mio molto ne nei nel nella nelle noi non nostra nostro o
    ogni per perche piu po posso puo qual quale quali quando quanto quella quelle quello questa queste questi questo
    qui s sa se sei senza si sia siamo sono sta stata stato su sua sue sugli sui sul sulla suo suoi tra tu tua tuo
    tutti tutto un una uno vi voi vorrei`,
} as const;

export type Language = keyof typeof WORDS;

export const LANGUAGES = Object.keys(WORDS) as readonly Language[];

export const STOP_WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: new Set(WORDS.en.trim().split(/\s+/)),
  pt: new Set(WORDS.pt.trim().split(/\s+/)),
  es: new Set(WORDS.es.trim().split(/\s+/)),
  de: new Set(WORDS.de.trim().split(/\s+/)),
  fr: new Set(WORDS.fr.trim().split(/\s+/)),
  it: new Set(WORDS.it.trim().split(/\s+/)),
};
