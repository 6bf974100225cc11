<?php
// Installs WordPress and puts the story into it: php install.php FOLDER
[, $folder] = $argv;
$_SERVER['HTTP_HOST'] = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
mysqli_report(MYSQLI_REPORT_OFF);
for ($try = 0; $try < 300; $try++) {
    $database = @mysqli_connect('localhost', 'root', '', '', 0, "$folder/s.sock");
    if ($database) {
        break;
    }
    usleep(100000);
}
if (!$database) {
    fwrite(STDERR, "MariaDB did not come up\n");
    exit(1);
}
mysqli_query($database, 'CREATE DATABASE wordpress CHARACTER SET utf8mb4');
define('WP_INSTALLING', true);
require "$folder/wp/wp-load.php";
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('The peer', 'bench', 'bench@example.org', false, '', 'a-bench-is-for-sitting-11');

$story = json_decode(file_get_contents("$folder/story.json"), true);
switch_theme('twentytwentyone');
foreach (['comment_moderation' => 1, 'comment_previously_approved' => 0, 'page_comments' => 0,
          'thread_comments' => 1, 'show_avatars' => 0, 'permalink_structure' => ''] as $name => $value) {
    update_option($name, $value);
}
foreach (get_comments(['post_id' => 1]) as $comment) {
    wp_delete_comment($comment->comment_ID, true);
}
$paragraphs = array_map(fn($text) => "<!-- wp:paragraph --><p>$text</p><!-- /wp:paragraph -->", $story['paragraphs']);
wp_update_post(['ID' => 1, 'post_title' => $story['title'], 'post_content' => implode("\n", $paragraphs)]);
$ids = [];
foreach ($story['comments'] as [$name, $text, $parent]) {
    $ids[] = wp_insert_comment([
        'comment_post_ID' => 1,
        'comment_author' => $name,
        'comment_author_email' => 'reader@example.org',
        'comment_content' => $text,
        'comment_parent' => $parent === null ? 0 : $ids[$parent],
        'comment_approved' => 1,
    ]);
}
echo count($ids), "\n";
