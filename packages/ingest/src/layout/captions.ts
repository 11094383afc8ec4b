const CAPTION =
  /^(?:fig(?:ure|\.)?|table|exhibit|chart|graph|box|abb(?:ildung|\.)|tab(?:elle|\.)|figura|tabla|cuadro|gráfico|tableau|graphique|图|圖|表|図)\s*(?:\d|[IVX]+\b|[A-Z]\.\d)/iu;

/** Whether a text names a figure or a table by its number: `Figure 3. …`. */
export function startsCaption(text: string): boolean {
  return CAPTION.test(text);
}
