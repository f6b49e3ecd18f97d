/** A file that the development server must have. Runs in the page or its workers. */
export async function fetchServed(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}
