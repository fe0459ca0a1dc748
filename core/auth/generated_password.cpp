#include "core/auth/generated_password.h"

#include <QRandomGenerator>

#include <array>

namespace sallyport {

namespace {

// Short words that are hard to mishear. Exactly 256: eight bits each.
// clang-format off
constexpr std::array words {
    "almond", "barn", "cookie", "easel", "fjord", "gravel", "hammock",
    "acorn", "alder", "amber", "anchor", "apple", "apron", "arrow", "aspen", "autumn", "badge",
    "badger", "bagel", "bamboo", "banjo", "barley", "barrel", "basil", "basket", "beach",
    "beacon", "beaver", "berry", "birch", "biscuit", "bison", "blanket", "blossom", "bottle",
    "boulder", "branch", "bread", "breeze", "brick", "bridge", "brook", "broom", "bucket",
    "butter", "button", "cabin", "cactus", "camel", "candle", "canoe", "canyon", "carbon",
    "cargo", "carrot", "castle", "cedar", "cello", "cherry", "chess", "cider", "circle", "clay",
    "cliff", "clock", "clover", "cobalt", "coffee", "comet", "copper", "coral", "cotton",
    "cradle", "crane", "crater", "creek", "cricket", "crown", "crystal", "daisy", "delta",
    "desert", "dingo", "dolphin", "donkey", "dragon", "drum", "eagle", "earth", "ember", "engine",
    "fabric", "falcon", "feather", "fennel", "ferry", "fiddle", "field", "finch", "flute",
    "forest", "fossil", "fox", "galaxy", "garden", "garlic", "ginger", "glacier", "globe",
    "goose", "granite", "grape", "grove", "guitar", "hammer", "harbor", "harvest", "hazel",
    "hedge", "heron", "hickory", "hippo", "honey", "hornet", "island", "ivory", "jacket",
    "jaguar", "jasmine", "jelly", "jersey", "jungle", "juniper", "kayak", "kettle", "kitten",
    "ladder", "lagoon", "lantern", "lark", "laurel", "lemon", "lentil", "lily", "linen", "lizard",
    "llama", "lobster", "locust", "lotus", "lunar", "lynx", "magnet", "magpie", "mango", "maple",
    "marble", "market", "marsh", "meadow", "melon", "meteor", "mint", "mirror", "mitten", "moose",
    "morning", "moss", "motor", "mountain", "mustard", "napkin", "nectar", "needle", "nickel",
    "north", "nugget", "nutmeg", "oasis", "oat", "ocean", "olive", "onion", "opal", "orange",
    "orchid", "organ", "osprey", "otter", "oven", "oyster", "paddle", "panda", "panther", "paper",
    "parrot", "parsley", "pasta", "peach", "pearl", "pebble", "pelican", "pepper", "piano",
    "pigeon", "pillow", "pine", "pirate", "planet", "plum", "pocket", "pony", "poplar", "potato",
    "prairie", "puffin", "pumpkin", "quail", "quartz", "quill", "rabbit", "raccoon", "radish",
    "rain", "raven", "reef", "ribbon", "river", "robin", "rocket", "rose", "saddle", "salmon",
    "satin", "scarf", "shell", "silver", "sparrow", "spruce", "squash", "starling", "stone",
    "summer", "swallow", "tiger", "timber", "toast", "tulip", "turtle", "valley", "velvet",
    "violet", "walnut", "willow", "winter", "zebra",
};
// clang-format on
static_assert(words.size() == 256);

} // namespace

QByteArray generatedPassword()
{
    QRandomGenerator* random = QRandomGenerator::system();
    QByteArray password;
    for (int i = 0; i < 4; ++i) {
        password += words.at(random->bounded(quint32(words.size())));
        password += '-';
    }
    return password + QByteArray::number(random->bounded(1000U)).rightJustified(3, '0');
}

} // namespace sallyport
