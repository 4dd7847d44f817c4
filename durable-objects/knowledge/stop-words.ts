/** Words that a question in English, Portuguese, Spanish or German has whatever it asks for; without accents. */
const WORDS = `
  a about after all also am an and any are as at be because been before being but by came can come comes coming could did do does doing done
  for from get gets getting give go going got had has have having he hello help her here hey hi him his how i if in into
  is it its just know let like make many may me mean means might mine more most much must my need needs no not now of off on once
  one only or other our ours out please pls over own really same shall she should so some such tell than thank thanks
  that the their them then there these they this those to too under until up us very want wants was we were what when
  where which while who whom whose why will with within without would yes you your yours
  ao aos aquela aquele aqui as ate boa bom com como da das de dela dele depois do dos e ela ele eles em entre era essa
  esse esta estao estar este estou eu fazer foi ha isso isto ja la lhe mais mas me mesmo meu minha muito na nao nas nem
  no nos nossa nosso o obrigado oi ola onde os ou para pela pelo pelos pode podem por porque posso qual quais quando
  quanto que quem quero saber se sem ser seu seus sim so sobre sou sua suas tem tenho ter tive tudo um uma umas uns vai
  voce voces
  al algo algun alguna ante aqui asi aun bien cada como con contra cual cuales cuando cuanto de del desde donde durante
  el ella ellas ellos en entre era eres es esa ese eso esta estan estar este esto estos estoy fue gracias ha hacer han
  hasta hay hola la las le les lo los mas me mi mis muy nada ni no nos nosotros nuestra nuestro o otra otro para pero
  poco por porque puede puedo que quien quiero sabe se sea ser si sin sobre son soy su sus tambien tengo tiene todo
  todos tu tus un una uno unos usted ustedes y ya yo
  aber alle als am an auch auf aus bei bin bis bist bitte da damit danke dann das dass dein dem den denn der des die
  dies diese dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas fur gibt haben habe hallo hat
  hatte hier ich ihr ihre im in ist ja jede kann kannst kein keine konnen konnte man mein meine mich mir mit muss nach
  nicht nichts noch nun nur ob oder ohne sehr sein sich sie sind so soll uber um und uns unser unter vom von vor wann
  warum was welche welcher wenn wer werden wie will wir wird wo wurde zu zum zur
`;

export const STOP_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
