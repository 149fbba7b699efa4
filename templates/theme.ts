/** One scheme: every colour by its part in the page. Pairs of text on ground keep WCAG AA (4.5 : 1) in both. */
export interface Scheme {
  /** Behind everything. */
  page: string;
  /** The sheet that is read. */
  sheet: string;
  /** A story's own ground. */
  panel: string;
  /** Hairlines. */
  rule: string;
  /** Titles and running text. */
  ink: string;
  /** Authors, notes, the footer. */
  muted: string;
  /** Links, the brand, the reason why. */
  accent: string;
  /** Behind a category's name. */
  chip: string;
  /** What is wrong, and what cannot be undone. */
  problem: string;
}

/** Every colour, font and measure that a reader sees, in mails and on pages. */
export const theme = {
  light: {
    page: '#f3f1ec',
    sheet: '#fdfcfa',
    panel: '#f3f1ea',
    rule: '#e2ddd2',
    ink: '#22201c',
    muted: '#65605a',
    accent: '#0b5a63',
    chip: '#e9e5db',
    problem: '#a02a1c',
  } satisfies Scheme,
  dark: {
    page: '#121416',
    sheet: '#191c1f',
    panel: '#21262a',
    rule: '#343a3f',
    ink: '#e9e6df',
    muted: '#aaa59c',
    accent: '#7cc7cf',
    chip: '#2c3236',
    problem: '#f19b8d',
  } satisfies Scheme,
  font: {
    /** Headlines and titles. */
    serif: "Charter,'Iowan Old Style',Georgia,'Times New Roman',serif",
    sans: "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif",
  },
  /** In pixels. */
  space: { width: '640', gutter: '36', gutterPhone: '20' },
} as const;

/** The stories of an edition, in their order, in its picture and beside their headlines: AA on sheet and panel. */
export const storyColours = {
  light: ['#0b7285', '#a84b0a', '#7b4fb5', '#3d7a2a', '#b8324f', '#2f62c0', '#7a5b00', '#a83a9a'],
  dark: ['#5cc4d6', '#f0935a', '#b79af0', '#86c670', '#f08499', '#86abf5', '#d9b44a', '#e08ad4'],
} as const;
