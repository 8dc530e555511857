"""Hands on the outline and the side panel of the workflow editor: nothing but the keyboard."""

import re

from playwright.sync_api import Locator, Page, expect

from .flow_editor import CODE_TO_COME

MOST_TABS = 150


class Outline:
    """The editor's outline in a page. Rows are named by their labels."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tree = page.get_by_role("tree", name="Workflow")
        self.panel = page.locator(".side")

    def open(self, address: str) -> "Outline":
        self.page.goto(f"{address}?view=outline")
        expect(self.tree).to_be_attached()
        return self

    def row(self, label: str) -> Locator:
        """The node, not a join to it."""
        escaped = re.escape(label).replace("/", r"\/")  # a slash would end it in JavaScript
        name = re.compile(rf"^([^,]+: )?{escaped}(?!, joined)(,|$)")
        return self.page.get_by_role("treeitem", name=name).first

    def rows(self) -> list[str]:
        """What a screen reader says of each, its level before it."""
        found = []
        for row in self.page.get_by_role("treeitem").all():
            level, name = row.get_attribute("aria-level"), row.get_attribute("aria-label")
            found.append(f"{level} {name}")
        return found

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, target: Locator, key: str = "Tab") -> None:
        expect(target).to_be_attached()
        for _ in range(MOST_TABS):
            if self._has_focus(target):
                return
            self.press(key)
        raise AssertionError(f"the keyboard does not reach {target}")

    def _has_focus(self, target: Locator) -> bool:
        """Asked in one go: an element that was found first could have been drawn anew since."""
        return target.and_(self.page.locator(":focus-within")).count() > 0

    def go_to(self, label: str) -> None:
        """With the arrows, from the first row."""
        expect(self.tree.locator(":focus")).to_have_count(1)
        self.press("Home")
        reached = self.row(label).and_(self.page.locator(":focus"))
        for _ in range(MOST_TABS):
            if reached.count():
                return
            self.press("ArrowDown")
        rows = "\n".join(self.rows())
        raise AssertionError(f"the arrows do not reach {label} among\n{rows}")

    def find(self, text: str) -> None:
        """In the dialog that is open, and take the first that is found."""
        search = self.page.get_by_role("dialog").get_by_role("combobox")
        expect(search).to_be_focused()
        search.press_sequentially(text)
        chosen = self.page.get_by_role("dialog").get_by_role("option", selected=True)
        expect(chosen).to_contain_text(text, ignore_case=True)
        self.press("Enter")
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def add_first(self, entry: str) -> None:
        """A trigger, or a node that nothing leads to yet."""
        self.tab_to(self.page.get_by_role("button", name="Add a trigger or node"))
        count = self.tree.get_by_role("treeitem").count()
        self.press("Enter")
        self.find(entry)
        expect(self.tree.get_by_role("treeitem")).to_have_count(count + 1)
        new = self.tree.locator(":focus")
        expect(new).to_have_attribute("aria-label", re.compile(re.escape(entry)))

    def add_after(self, label: str, entry: str, output: str | None = None) -> None:
        self.go_to(label)
        count = self.tree.get_by_role("treeitem").count()
        self.press("a")
        self._choose_output(output)
        self.find(entry)
        expect(self.tree.get_by_role("treeitem")).to_have_count(count + 1)
        new = self.tree.locator(":focus")
        expect(new).to_have_attribute("aria-label", re.compile(re.escape(entry)))

    def wire(self, label: str, target: str, output: str | None = None) -> None:
        self.go_to(label)
        self.press("w")
        self._choose_output(output)
        self.find(target)
        self.hears(f"Wired {label} to")

    def hears(self, beginning: str) -> None:
        """What a screen reader says last."""
        live = self.page.locator("[data-live]")
        expect(live).to_have_text(re.compile(f"^{re.escape(beginning)}"))

    def _choose_output(self, output: str | None) -> None:
        if output is None:
            return
        dialog = self.page.get_by_role("dialog")
        choice = dialog.get_by_role("radio", name=output, exact=True)
        self.tab_to(dialog.get_by_role("group", name="After which output"))
        while not choice.is_checked():
            self.press("ArrowRight")
        self.press("Shift+Tab")

    def open_panel(self) -> None:
        """Of the row that has the focus."""
        expect(self.tree.locator(":focus")).to_be_visible()
        self.press("Enter")
        expect(self.panel.locator(":focus")).to_be_visible()

    def close_panel(self) -> None:
        self.press("Escape")
        if self._has_focus(self.panel):
            self.press("Escape")  # the first was for the suggestions of a code field
        expect(self.tree.locator(":focus")).to_be_visible()

    def field(self, title: str, within: str | None = None) -> Locator:
        """within: a row of a list, such as "rule 2"."""
        named = re.compile(rf"^{re.escape(title)}( \(optional\))?$")
        panel = self.panel
        if within:
            panel = panel.get_by_role("group", name=re.compile(rf"^{within}\b"))
        return panel.get_by_label(named).locator("visible=true").first

    def write(self, title: str, text: str, within: str | None = None) -> None:
        """Letter by letter, in place of what stands there."""
        expect(self.page.locator(CODE_TO_COME)).to_have_count(0)
        self.tab_to(self.field(title, within))
        self.press("Control+a")
        self.page.keyboard.type(text)
        if self._suggests():
            self.press("Escape")

    def pick(self, title: str, option: str) -> None:
        """Of a list, by what its name begins with."""
        field = self.field(title)
        self.tab_to(field)
        chosen = field.locator("option:checked")
        for letter in option:  # no further than needed: a blank that comes late opens the list
            if chosen.inner_text().startswith(option):
                break
            self.page.keyboard.type(letter)
        expect(chosen).to_have_text(re.compile(f"^{re.escape(option)}"))

    def push(self, name: str) -> None:
        self.tab_to(self.panel.get_by_role("button", name=name, exact=True))
        self.press("Enter")

    def _suggests(self) -> bool:
        shown = self.panel.get_by_role("listbox", name="Suggestions").locator("visible=true")
        return shown.count() > 0

    def name_it(self, label: str) -> None:
        """The panel is open."""
        self.write("Label", label)

    def save(self) -> None:
        self.press("Control+s")
        expect(self.page.locator("[data-draft]")).to_have_text("Saved")
