<?php
// The configuration of the WordPress that is measured: its own database, no jobs beside the measurement.
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:@folder@/s.sock');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', 'http://127.0.0.1:@port@');
define('WP_SITEURL', 'http://127.0.0.1:@port@');
define('WP_CONTENT_DIR', '@folder@/wp/wp-content');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_DEBUG', false);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', '@folder@/wp/');
}
require_once ABSPATH . 'wp-settings.php';
