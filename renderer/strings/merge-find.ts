/** Finding a text in all panes of a merge. */
export const mergeFind = {
  bar: "Find in all panes",
  open: "Find in all panes",
  field: "Find",
  matchCase: "Match case",
  wholeWord: "Whole words",
  regex: "Regular expression",
  next: "Next hit",
  previous: "Previous hit",
  close: "Close the search",
  place: (at: number, all: number) => `${at} of ${all}`,
  none: "No hit",
  counts: "Hits in each pane",
  count: (hits: number, most: number) => (hits < most ? `${hits}` : `${hits}+`),
  showBase: (hits: string) => `Base ${hits}: show the base`,
} as const;
