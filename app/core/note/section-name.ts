/** What a section is called on the page: its title, or what it is where it has none. */
export function sectionName(title: string): string {
  return title === "" ? "Before the first heading" : title;
}
