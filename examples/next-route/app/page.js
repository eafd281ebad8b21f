export default function Page() {
  return <a href="/api/services">Services</a>;
}
