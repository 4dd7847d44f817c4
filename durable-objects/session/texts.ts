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
}

const EN: Texts = {
  error: "Sorry, something went wrong on our side. Please try again.",
  fallback: "Sorry, I do not know what to answer to that.",
  cancelled: "Cancelled.",
  stopped: "Stopped.",
  found: "This is what I found in our documents:",
  source: "Source",
  page: "page",
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
  },
  es: {
    error: "Lo sentimos, algo salió mal por nuestra parte. Inténtelo de nuevo, por favor.",
    fallback: "Lo siento, no sé qué responder a eso.",
    cancelled: "Cancelado.",
    stopped: "Interrumpido.",
    found: "Esto es lo que encontré en nuestros documentos:",
    source: "Fuente",
    page: "página",
  },
  de: {
    error: "Entschuldigung, bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
    fallback: "Entschuldigung, darauf weiß ich keine Antwort.",
    cancelled: "Abgebrochen.",
    stopped: "Angehalten.",
    found: "Das habe ich in unseren Unterlagen gefunden:",
    source: "Quelle",
    page: "Seite",
  },
};

/** By the language of a BCP 47 tag; English for one that we do not speak. */
export function textsFor(locale: string): Texts {
  return TEXTS[locale.split("-")[0]?.toLowerCase() ?? ""] ?? EN;
}
