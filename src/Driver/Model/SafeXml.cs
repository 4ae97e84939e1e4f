using System.Xml;
using System.Xml.Linq;

namespace ShadowMig.Driver.Model;

/// <summary>Reads XML that came from elsewhere: no DTD, no external entity.</summary>
public static class SafeXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 64 << 20,
    };

    /// <summary>The root element.</summary>
    /// <exception cref="FormatException">The text is not well-formed XML, or has a DTD.</exception>
    public static XElement Parse(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), Settings);
            return XElement.Load(reader);
        }
        catch (XmlException e)
        {
            throw new FormatException($"libvirt's XML cannot be read: {e.Message}", e);
        }
    }
}
