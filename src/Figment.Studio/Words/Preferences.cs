namespace Figment.Studio.Words;

/// <summary>Light or dark.</summary>
public enum Theme
{
    /// <summary>As the system has it.</summary>
    System,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark.</summary>
    Dark,
}

/// <summary>How one visitor wants to see the studio; kept in cookies of the browser.</summary>
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

    /// <summary>The language of a cookie, or else of what the browser says that its user reads.</summary>
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
