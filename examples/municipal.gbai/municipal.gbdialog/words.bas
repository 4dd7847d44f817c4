' The desk's sentences by language. CALL "words" WITH a language gives them all.
PARAM language AS TEXT DESCRIPTION "pt, en or de"

SELECT CASE language
  CASE "pt"
    RETURN { welcome: "Bem-vindo ao balcão de Vale Claro.", again: "Que bom vê-lo de novo", what: "Em que posso ajudar?", bins: "Recolha de lixo", district: "Em que bairro mora?", noted: "Fica registado.", about: "O que sei de si", nothing: "Não sei nada de si.", forget: "Esquecer tudo", gone: "Está tudo esquecido.", bye: "Adeus", bin_day: "O lixo é recolhido na" }
  CASE "de"
    RETURN { welcome: "Willkommen am Schalter von Vale Claro.", again: "Schön, Sie wiederzusehen", what: "Was kann ich für Sie tun?", bins: "Müllabfuhr", district: "In welchem Viertel wohnen Sie?", noted: "Das ist notiert.", about: "Was ich von Ihnen weiß", nothing: "Ich weiß nichts von Ihnen.", forget: "Alles vergessen", gone: "Alles ist vergessen.", bye: "Auf Wiedersehen", bin_day: "Der Müll wird abgeholt am" }
  CASE ELSE
    RETURN { welcome: "Welcome to the desk of Vale Claro.", again: "Good to see you again", what: "What can I do for you?", bins: "Waste collection", district: "In which district do you live?", noted: "That is noted.", about: "What I know of you", nothing: "I know nothing of you.", forget: "Forget everything", gone: "Everything is forgotten.", bye: "Goodbye", bin_day: "Waste is collected on" }
END SELECT
