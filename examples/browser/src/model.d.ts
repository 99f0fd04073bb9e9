declare module "*.tar" {
  const bytes: Uint8Array;
  export default bytes;
}
