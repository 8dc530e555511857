// A link with ?authorization=… lets you in. Keep its token in a cookie, so that plain links do too,
// and take it out of the address, so that nobody copies it by accident.
const address = new URL(location.href);
const token = address.searchParams.get("authorization");
if (token) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `authorization=${encodeURIComponent(token)}; path=/; samesite=lax${secure}`;
  address.searchParams.delete("authorization");
  history.replaceState(null, "", address);
}

document.querySelector("#sign-out")?.addEventListener("click", () => {
  document.cookie = "authorization=; path=/; max-age=0";
  location.assign("/");
});
