/** Context of views/errors/page.eta. */
export type ErrorPage = {
  readonly status: number;
  readonly title: string;
  /** What went wrong, what it means and what to do next. */
  readonly message: string;
  readonly link: { readonly label: string; readonly href: string } | undefined;
  /** Printed so that it can be found in the log. */
  readonly requestId: string;
};
