declare module "parse-prometheus-text-format" {
  /** Families in the order of the text. Of a histogram with labels it gives no more than name and type. */
  export default function parsePrometheusTextFormat(text: string): { name: string; help: string; type: string }[];
}
