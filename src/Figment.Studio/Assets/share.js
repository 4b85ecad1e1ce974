// Shows that a file is being made if that takes a while. Without this script the links are plain links.
export function start(box) {
  box.addEventListener("click", async event => {
    const link = event.target.closest("a[data-busy]"), status = box.querySelector(".share-status");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    status.classList.remove("problem");
    status.textContent = link.dataset.busy;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(await answer.text());
      const address = URL.createObjectURL(await answer.blob());
      Object.assign(document.createElement("a"), { href: address, download: link.download }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      status.textContent = link.dataset.done;
    } catch (problem) {
      status.classList.add("problem");
      status.textContent = `${link.dataset.failed} ${problem.message}`;
    } finally {
      link.removeAttribute("aria-busy");
    }
  });
}
