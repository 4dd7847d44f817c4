/** For people: the keywords of ../http.ts. */
import type { KeywordText } from "../entry.ts";

export const HTTP_TEXTS: Readonly<Record<string, KeywordText>> = {
  POST: {
    summary: "Sends a body and yields {status, ok, headers, data, error}; other fields are looked up in data.",
    example:
      'answer = POST "https://api.example.com/orders", {product: "A-1", count: 2}\nIF answer.ok THEN TALK answer.id',
  },
  PUT: {
    summary: "Replaces what lies at an address, and yields an envelope as POST does.",
    example: 'answer = PUT "https://api.example.com/orders/7", order',
  },
  PATCH: {
    summary: "Changes a part of what lies at an address, and yields an envelope as POST does.",
    example: 'answer = PATCH "https://api.example.com/orders/7", {status: "sent"}',
  },
  "DELETE HTTP": {
    summary: "Deletes what lies at an address, and yields an envelope as POST does.",
    example: 'answer = DELETE HTTP "https://api.example.com/orders/7"',
  },
  GRAPHQL: {
    summary: "Sends a GraphQL query; data of the envelope is the whole answer.",
    example: 'answer = GRAPHQL "https://api.example.com/graphql", "{ shop { name } }"\nTALK answer.data.data.shop.name',
  },
  SOAP: {
    summary: "Calls an operation of a SOAP service; data holds the parsed body, data.raw its text.",
    example: 'answer = SOAP "https://example.com/rates?wsdl", "GetRate", {currency: "EUR"}',
  },
  "SET HEADER": {
    summary: "Adds a header to the requests that follow, until CLEAR HEADERS or the end of the script.",
    example: 'SET HEADER "Accept-Language" = "de"',
  },
  "CLEAR HEADERS": { summary: "Forgets all headers that SET HEADER added.", example: "CLEAR HEADERS" },
  "SET PAGE MODE": {
    summary: '"auto" lets GET follow the next page of a list and join the items; "none" is the default.',
    example: 'SET PAGE MODE "auto"',
  },
  "WEBHOOK POST": {
    summary: "Calls a webhook with data, and yields an envelope as POST does.",
    example: 'WEBHOOK POST "https://hooks.example.com/new-order" WITH order',
  },
  RSS: {
    summary: "The entries of a news feed.",
    example: 'FOR EACH entry IN RSS "https://example.com/feed", 5\n  TALK entry.title\nNEXT',
  },
  SCRAPE: {
    summary: "The text of the first element of a page that a CSS selector finds.",
    example: 'price = SCRAPE "https://example.com/product", ".price"',
  },
  "SCRAPE ALL": {
    summary: "The texts of all elements of a page that a CSS selector finds.",
    example: 'titles = SCRAPE_ALL "https://example.com/news", "h2"',
  },
  "SCRAPE TABLE": {
    summary: "A table of a page, as rows.",
    example: 'rates = SCRAPE_TABLE "https://example.com/rates", "table.rates"',
  },
  "SCRAPE LINKS": { summary: "The links of a page.", example: 'links = SCRAPE_LINKS "https://example.com"' },
  "SCRAPE IMAGES": { summary: "The pictures of a page.", example: 'pictures = SCRAPE_IMAGES "https://example.com"' },
  "WEBSITE OF": { summary: "The address of a company's web site.", example: 'address = WEBSITE OF "Example Ltd"' },
};
