namespace Figment.Studio.Words;

/// <summary>Light or dark.</summary>
public enum Theme
{
    /// <summary>The system's setting.</summary>
    System,

    /// <summary>Dark text on a light background.</summary>
    Light,

    /// <summary>Light text on a dark background.</summary>
    Dark,
}

/// <summary>The display preferences of one visitor, stored in cookies.</summary>
internal sealed class Preferences
{
    internal const string LanguageCookie = "figment-language",
        ThemeCookie = "figment-theme";

    internal event Action? Changed;

    internal Language Language { get; private set; }

    internal Theme Theme { get; private set; }

    internal void Set(Language language, Theme theme)
    {
        (Language, Theme) = (language, theme);
        Changed?.Invoke();
    }

    /// <summary>The language in a cookie, or else the preferred language that the browser sends.</summary>
    internal static Language LanguageOf(string? cookie, string? acceptLanguage) =>
        Languages.Find(cookie)
        ?? Languages
            .All.FirstOrDefault(known =>
                acceptLanguage?.TrimStart().StartsWith(known.Code, StringComparison.OrdinalIgnoreCase) == true
            )
            ?.Language
        ?? Language.English;

    internal static Theme ThemeOf(string? cookie) =>
        cookie switch
        {
            "light" => Theme.Light,
            "dark" => Theme.Dark,
            _ => Theme.System,
        };

    internal static string CookieOf(Language language) => Languages.Of(language).Code;
}
