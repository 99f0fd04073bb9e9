export default function Page() {
  return <p>Films</p>;
}
