/** A file of the site, in which nothing else runs. */
export const emptyPage = "/notes/stroke.txt";
