declare module '*.css' {
  const text: string;
  export default text;
}

/** The version of the package, put in by the build. */
declare const VERSION: string;
