/** What the product itself says to a person, where the bot's configuration says nothing. */

export interface Texts {
  error: string;
  fallback: string;
  cancelled: string;
  stopped: string;
  /** Stands before a passage that answers without a model. */
  found: string;
  source: string;
  page: string;
  /** Something was interrupted and may have happened: is it to be done again? */
  unknownOutcome: string;
  tryAgain: string;
  doNotRepeat: string;
  /** A button: the conversation begins anew with what the bot is now. */
  startAgain: string;
  /** A model wants a tool to be run that asks for a person's word; the tool and its arguments follow. */
  mayRun: string;
}

const EN: Texts = {
  error: "Sorry, something went wrong on our side. Please try again.",
  fallback: "Sorry, I do not know what to answer to that.",
  cancelled: "Cancelled.",
  stopped: "Stopped.",
  found: "This is what I found in our documents:",
  source: "Source",
  page: "page",
  unknownOutcome:
    "Something was interrupted, and I cannot tell whether it has been done already. Shall I try it again? If it has been done, it could then happen twice.",
  tryAgain: "Try again",
  doNotRepeat: "Do not repeat",
  startAgain: "Start again with the new version",
  mayRun: "May I do this? Answer yes or no.",
};

const TEXTS: Readonly<Record<string, Texts>> = {
  en: EN,
  pt: {
    error: "Desculpe, algo deu errado do nosso lado. Tente novamente, por favor.",
    fallback: "Desculpe, não sei o que responder a isso.",
    cancelled: "Cancelado.",
    stopped: "Interrompido.",
    found: "Isto é o que encontrei nos nossos documentos:",
    source: "Fonte",
    page: "página",
    unknownOutcome:
      "Algo foi interrompido e não sei se já foi feito. Devo tentar de novo? Se já foi feito, pode acontecer duas vezes.",
    tryAgain: "Tentar de novo",
    doNotRepeat: "Não repetir",
    startAgain: "Começar de novo com a nova versão",
    mayRun: "Posso fazer isto? Responda sim ou não.",
  },
  es: {
    error: "Lo sentimos, algo salió mal por nuestra parte. Inténtelo de nuevo, por favor.",
    fallback: "Lo siento, no sé qué responder a eso.",
    cancelled: "Cancelado.",
    stopped: "Interrumpido.",
    found: "Esto es lo que encontré en nuestros documentos:",
    source: "Fuente",
    page: "página",
    unknownOutcome:
      "Algo se interrumpió y no sé si ya se hizo. ¿Lo intento otra vez? Si ya se hizo, podría ocurrir dos veces.",
    tryAgain: "Intentar otra vez",
    doNotRepeat: "No repetir",
    startAgain: "Empezar de nuevo con la nueva versión",
    mayRun: "¿Puedo hacer esto? Responda sí o no.",
  },
  de: {
    error: "Entschuldigung, bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
    fallback: "Entschuldigung, darauf weiß ich keine Antwort.",
    cancelled: "Abgebrochen.",
    stopped: "Angehalten.",
    found: "Das habe ich in unseren Unterlagen gefunden:",
    source: "Quelle",
    page: "Seite",
    unknownOutcome:
      "Etwas wurde unterbrochen, und ich weiß nicht, ob es schon geschehen ist. Soll ich es noch einmal versuchen? Falls es schon geschehen ist, könnte es dann doppelt geschehen.",
    tryAgain: "Noch einmal versuchen",
    doNotRepeat: "Nicht wiederholen",
    startAgain: "Mit der neuen Version neu beginnen",
    mayRun: "Darf ich das tun? Antworten Sie mit ja oder nein.",
  },
};

/** By the language of a BCP 47 tag; English for one that we do not speak. */
export function textsFor(locale: string): Texts {
  return TEXTS[locale.split("-")[0]?.toLowerCase() ?? ""] ?? EN;
}
