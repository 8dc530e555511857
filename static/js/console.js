// The console's script: htmx for round trips, a Stimulus controller for each local behaviour.
import "htmx.org";
import { Application } from "@hotwired/stimulus";
import ChartController from "./controllers/chart_controller.js";
import ChipsController from "./controllers/chips_controller.js";
import CopyController from "./controllers/copy_controller.js";
import DialogController from "./controllers/dialog_controller.js";
import LiveController from "./controllers/live_controller.js";
import MenuController from "./controllers/menu_controller.js";
import OpenerController from "./controllers/opener_controller.js";
import PairsController from "./controllers/pairs_controller.js";
import PaletteController from "./controllers/palette_controller.js";
import ReloadController from "./controllers/reload_controller.js";
import RouteController from "./controllers/route_controller.js";
import SubmitsController from "./controllers/submits_controller.js";
import TallyController from "./controllers/tally_controller.js";
import ThemeController from "./controllers/theme_controller.js";
import TreeController from "./controllers/tree_controller.js";
import { watchForms } from "./sent.js";
import { tellOfRoundTrips } from "./trouble.js";

const application = Application.start();
application.register("chart", ChartController);
application.register("chips", ChipsController);
application.register("copy", CopyController);
application.register("dialog", DialogController);
application.register("live", LiveController);
application.register("menu", MenuController);
application.register("opener", OpenerController);
application.register("pairs", PairsController);
application.register("palette", PaletteController);
application.register("reload", ReloadController);
application.register("route", RouteController);
application.register("submits", SubmitsController);
application.register("tally", TallyController);
application.register("theme", ThemeController);
application.register("tree", TreeController);

watchForms();
tellOfRoundTrips();

// Where tabs are wider than the window, the current one is in sight.
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
  const { left } = tab.parentElement.getBoundingClientRect();
  tab.parentElement.scrollLeft += tab.getBoundingClientRect().left - left - 48;
}
