// The console's script: htmx for round trips, a Stimulus controller for each local behaviour.
import "htmx.org";
import { Application } from "@hotwired/stimulus";
import MenuController from "./controllers/menu_controller.js";
import ThemeController from "./controllers/theme_controller.js";

const application = Application.start();
application.register("menu", MenuController);
application.register("theme", ThemeController);
